package cloud.maidan.portal.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.Community;
import cloud.maidan.portal.TestProvider;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The words by which the erasure is proven stand in every field of every service, or the field says why not. */
class EveryFieldTests {

    private static final Community COMMUNITY = Community.start(TestProvider.provider(), "zqmarker");

    @AfterAll
    static void over() {
        COMMUNITY.close();
    }

    @Test
    void everyFieldHasAWordOrAReasonWhyItHasNone() {
        assertThat(COMMUNITY.planted()).hasSize(7).allSatisfy((service, planted) -> {
            assertThat(planted.missed()).as(service + ": neither").isEmpty();
            assertThat(planted.stale())
                    .as(service + ": left out, and not there")
                    .isEmpty();
            assertThat(planted.leftOut())
                    .as(service)
                    .allSatisfy((field, why) -> assertThat(why).isNotBlank());
        });
    }

    @Test
    void everyWordIsAFieldsOwnAndIsFoundAgain() {
        Map<String, String> fields = new TreeMap<>();
        COMMUNITY
                .planted()
                .forEach((service, planted) -> planted.words().forEach((field, word) -> {
                    assertThat(fields.put(word, service + " " + field))
                            .as(field)
                            .isNull();
                    assertThat(COMMUNITY.where(service, word)).as(field).isNotEmpty();
                }));
    }
}
