package cloud.maidan.portal.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.StringTemplateResolver;

class PlainExpressionTests {

    private final Context context = new Context(
            Locale.ENGLISH,
            Map.of(
                    "house",
                    new House("Mill", new Door("oak", true), List.of("ada", "bo")),
                    "hut",
                    new House(null, new Door("pine", false), List.of()),
                    "yes",
                    true,
                    "word",
                    "reed",
                    "pairs",
                    Map.of("one", "eins")));

    public record Door(String wood, boolean open) {

        public boolean isLocked() {
            return !open;
        }

        public String painted(String colour) {
            return colour + " " + wood;
        }
    }

    public record House(@Nullable String name, Door door, List<String> people) {}

    public static final class Smith {

        public String greet(String whom) {
            return "good day, " + whom;
        }
    }

    /** What Spring's language says of the same text, in the same template engine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "house.name",
                "house.door.wood",
                "house.door.open",
                "house.door.locked",
                "house.door.isLocked()",
                "house.door().wood()",
                "house.door.painted('red')",
                "house.door.painted(hut.door.wood)",
                "hut.name",
                "missing",
                "missing == null",
                "hut.name == null",
                "hut.name != null",
                "house.name == 'Mill'",
                "house.name != 'Mill'",
                "!house.door.open",
                "!(yes and house.door.open)",
                "yes and house.door.open and hut.door.open",
                "hut.door.open or yes",
                "house.people.empty",
                "hut.people.isEmpty()",
                "#lists.isEmpty(hut.people)",
                "#lists.isEmpty(missing)",
                "yes ? word : 'none'",
                "hut.door.open ? 'a' : (yes ? 'b' : null)",
                "@smith.greet(word)",
                "@smith.greet(house.name)",
                "'just text'"
            })
    void whatIsPlainMeansTheSame(String text) {
        assertThat(PlainExpression.parse(text, PlainExpressionTests::bean)).isPresent();

        assertThat(said(text, true)).isEqualTo(said(text, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "house.people[0]; ada",
                "house.people.size() + 1; 3",
                "word.length(); 4",
                "T(java.lang.Math).max(1, 2); 2",
                "house.people.![length()]; [3, 2]",
                "house.people.size() > 1; true",
                "missing ?: word; reed"
            })
    void whatIsNotPlainIsLeftToTheFullLanguage(String text, String value) {
        assertThat(said(text, true)).isEqualTo(value);
    }

    @Test
    void aPathThroughNothingIsAFault() {
        assertThatThrownBy(() -> said("missing.name", true)).hasStackTraceContaining("missing.name");
        assertThatThrownBy(() -> said("hut.name.length()", true)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void classesStayOutOfReach() {
        assertThatThrownBy(() -> said("word.getClass().forName('java.lang.Runtime')", true))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> Getters.property(new Smith(), "class")).isInstanceOf(PlainExpression.NotPlain.class);
    }

    @Test
    void aBeanStaysOutOfAFragmentsParameters() {
        assertThatThrownBy(() ->
                        render("<p th:insert=\"~{::x(${@smith.greet(word)})}\"></p><i th:fragment=\"x(y)\"></i>", true))
                .isInstanceOf(RuntimeException.class);
    }

    private String said(String text, boolean plainly) {
        return render("<p th:text=\"${" + text.replace("\"", "&quot;") + "}\"></p>", plainly);
    }

    private String render(String template, boolean plainly) {
        var beans = new StaticApplicationContext();
        beans.registerSingleton("smith", Smith.class);
        var engine = new SpringTemplateEngine();
        var resolver = new StringTemplateResolver();
        resolver.setTemplateMode(TemplateMode.HTML);
        engine.setTemplateResolver(resolver);
        if (plainly) {
            new PlainExpressions(beans, engine);
        }
        context.setVariable(
                ThymeleafEvaluationContext.THYMELEAF_EVALUATION_CONTEXT_CONTEXT_VARIABLE_NAME,
                new ThymeleafEvaluationContext(beans, new DefaultConversionService()));
        return engine.process(template, context).replaceAll("</?p>", "").replace("&#39;", "'");
    }

    private static Object bean(String name) {
        return new Smith();
    }
}
