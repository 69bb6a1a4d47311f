package cloud.maidan.portal.federation;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.services.FederationPolicy;
import cloud.maidan.portal.services.FederationPolicy.Stance;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerListTests {

    @Test
    void namesInAnyScriptBecomeWhatServersCallThemselves() {
        ServerList read = ServerList.read("""
                # our neighbours
                Müller.example
                  *.пример.example.
                例え。テスト
                faß.example

                müller.example
                """, 100);

        assertThat(read.faults()).isEmpty();
        assertThat(read.servers())
                .containsExactly(
                        "*.xn--e1afmkfd.example",
                        "xn--fa-hia.example",
                        "xn--mller-kva.example",
                        "xn--r8jz45g.xn--zckzah");
        assertThat(read.servers())
                .extracting(ServerList::readable)
                .containsExactly("*.пример.example", "faß.example", "müller.example", "例え.テスト");
    }

    @ParameterizedTest
    @CsvSource({
        "*,everything",
        "https://spam.example/,address",
        "@hana:hills.example,person",
        "hills.example:8448,port",
        "spam.*.example,star",
        "sp?m.example,star",
        "-spam.example,name",
        "sp am.example,name",
        "a..example,name",
        "localhost,no-dot",
        "xn--a.example,name",
        "\u202Espam.example,name",
        "spam\u200B.\u2066example,name",
        "שםa.example,name",
        "a\u0338/b.example,address",
        "spam\u0000.example,name"
    })
    void whatIsNoNameIsSaidWithItsLine(String entry, String why) {
        assertThat(ServerList.read("good.example\n" + entry, 100).faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.line()).isEqualTo(2);
                    assertThat(fault.what().key()).isEqualTo("federation.fault." + why);
                });
    }

    @Test
    void rubbishEndsAfterAFewLinesAndAListIsNotEndless() {
        assertThat(ServerList.read("\u0000\uD800\n".repeat(100_000), 100).faults())
                .hasSize(10);
        String many = IntStream.range(0, 10_000)
                .mapToObj(number -> (number % 2 == 0 ? "*." : "") + "späm" + number + ".example")
                .collect(Collectors.joining("\n"));
        assertThat(ServerList.read(many, 10_000).servers()).hasSize(10_000);
        assertThat(ServerList.read(many, 9_999).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.what().key()).isEqualTo("federation.fault.too-many"));
    }

    @Test
    void aThousandWaysToWriteAServerAreOneServer() {
        String ways = IntStream.range(0, 1000)
                .mapToObj(number -> List.of(
                                "Späm.Example",
                                "  späm.example.",
                                "SPÄM.EXAMPLE",
                                "spa\u0308m.example",
                                "xn--spm-rla.example",
                                "ｓｐäｍ.example",
                                "XN--SPM-RLA.EXAMPLE")
                        .get(number % 7))
                .collect(Collectors.joining("\r\n"));

        assertThat(ServerList.read(ways, 1)).isEqualTo(new ServerList(List.of("xn--spm-rla.example"), List.of()));
        assertThat(ServerList.read("שלום.example\n*.مثال.example", 10).servers())
                .as("names that are written from right to left are names")
                .hasSize(2);
    }

    @Test
    void aStarStandsForWhatIsBeforeTheDotAndNotForNothing() {
        FederationPolicy denied = new FederationPolicy(Stance.OPEN, List.of("*.spam.example", "hills.example"));

        assertThat(denied.admits("spam.example")).isTrue();
        assertThat(denied.admits("a.spam.example")).isFalse();
        assertThat(denied.admits("a.b.spam.example:8448")).isFalse();
        assertThat(denied.admits("Hills.example")).isFalse();
        assertThat(denied.admits("my.hills.example")).isTrue();
        assertThat(denied.admits("notspam.example")).isTrue();
        assertThat(new FederationPolicy(Stance.ALLOW_LIST, denied.servers()).admits("a.spam.example"))
                .isTrue();
        assertThat(new FederationPolicy(Stance.CLOSED, List.of()).admits("a.example"))
                .isFalse();
    }
}
