package cloud.maidan.portal;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.Entity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Controller;

@AnalyzeClasses(packages = "cloud.maidan.portal", importOptions = DoNotIncludeTests.class)
class HouseRulesTests {

    private static final List<String> EMPTY_WORDS =
            List.of("Impl", "Manager", "Helper", "Util", "Utils", "Dto", "Processor", "Base", "Handler");

    @ArchTest
    static final ArchRule controllersAreHidden = classes()
            .that()
            .areMetaAnnotatedWith(Controller.class)
            .should()
            .notBePublic()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule entitiesAreHidden = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .notBePublic()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule repositoriesAreHidden = classes()
            .that()
            .areAssignableTo(Repository.class)
            .should()
            .notBePublic()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyDockerKnowsDocker = noClasses()
            .that()
            .resideOutsideOfPackage("..portal.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.github.dockerjava..");

    @ArchTest
    static final ArchRule onlyServicesSpeakHttpOutward = noClasses()
            .that()
            .resideOutsideOfPackages("..portal.services..", "..portal.members..")
            .should()
            .dependOnClassesThat(describe("are HTTP clients", HouseRulesTests::speaksHttp));

    @ArchTest
    static final ArchRule constructorsInject = noFields().should().beAnnotatedWith(Autowired.class);

    @ArchTest
    static final ArchRule datesAreModern =
            noClasses().should().dependOnClassesThat().areAssignableTo(Date.class);

    @ArchTest
    static final ArchRule clocksAreInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule oneClock = noClasses()
            .that()
            .doNotBelongToAnyOf(PortalApplication.class)
            .should()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule namesSaySomething = classes().should(haveTellingNames());

    @ArchTest
    static final ArchRule everyPackageSaysWhatMayBeNull = classes()
            .that(describe("are top-level", c -> !c.isNestedClass()))
            .should(have(describe(
                    "a null-marked package", (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class))));

    /** {@code th:replace="~{site/frame :: page(title=…, content=~{::content})}"} on the page's html element. */
    @ArchTest
    static void pagesFillTheFrame(JavaClasses classes) throws IOException {
        for (Resource template :
                new PathMatchingResourcePatternResolver().getResources("classpath:templates/*/*.html")) {
            assertThat(template.getContentAsString(StandardCharsets.UTF_8))
                    .as(template.getDescription())
                    .doesNotContain("layout:");
        }
    }

    private static boolean speaksHttp(JavaClass type) {
        return type.getPackageName().startsWith("java.net.http")
                || type.getPackageName().startsWith("org.apache.hc")
                || type.getName().equals("org.springframework.web.client.RestClient");
    }

    private static ArchCondition<JavaClass> haveTellingNames() {
        return new ArchCondition<>("have names that say something") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                EMPTY_WORDS.stream()
                        .filter(type.getSimpleName()::endsWith)
                        .forEach(word -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " ends in the empty word " + word)));
            }
        };
    }
}
