package cloud.maidan.portal.services;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.portal.services.ServiceAddress.Flaw;
import cloud.maidan.portal.services.ServiceAddress.Good;
import cloud.maidan.portal.services.ServiceAddress.Wrong;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAddressTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254",
                "https://169.254.169.254/latest/meta-data",
                "https://[fe80::1]",
                "https://[febf::1]:8443",
                "https://[::ffff:169.254.169.254]",
                "https://[::ffff:a9fe:a9fe]",
                "https://[::169.254.169.254]",
                "https://[64:ff9b::a9fe:a9fe]",
                "https://[2002:a9fe:a9fe::1]",
                "https://[fd00:ec2::254]",
                "https://100.100.100.200",
                "https://192.0.0.192",
                "https://168.63.129.16",
                "https://0.0.0.0",
                "https://[::]",
                "https://224.0.0.1",
                "https://[ff02::1]",
                "https://metadata.google.internal",
                "https://METADATA.google.internal."
            })
    void whereNoServiceIsNothingIsSent(String written) {
        assertThat(ServiceAddress.read(written, true)).isEqualTo(new Wrong(Flaw.OFF_LIMITS));
    }

    /** An address in a form that browsers take for IPv4 is a host's name at most, and none that can be looked up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2852039166",
                "https://0xa9fea9fe",
                "https://0xA9.0xFE.0xA9.0xFE",
                "https://0251.0376.0251.0376",
                "https://169.254.43518",
                "https://169。254。169。254",
                "https://user:password@matrix.example",
                "https://matrix.example?token=x",
                "https://matrix.example#x",
                "https://",
                "//matrix.example",
                "file:///etc/passwd",
                "gopher://matrix.example",
                "javascript:alert(1)",
                "https://matrix.example\r\nX: y",
                "https://matrix example",
                ""
            })
    void whatIsNoPlainAddressIsRefused(String written) {
        assertThat(ServiceAddress.read(written, true)).isInstanceOf(Wrong.class);
    }

    @Test
    void anAddressStandsWithoutItsLastSlash() {
        assertThat(ServiceAddress.read("https://matrix.example:8448/base/", false))
                .isEqualTo(new Good(URI.create("https://matrix.example:8448/base")));
        assertThat(ServiceAddress.read("http://127.0.0.1:8008", false)).isInstanceOf(Good.class);
        assertThat(ServiceAddress.read("http://[::1]:8008", false)).isInstanceOf(Good.class);
        assertThat(ServiceAddress.read("http://10.0.0.1", false)).isEqualTo(new Wrong(Flaw.PLAIN_HTTP));
        assertThat(ServiceAddress.read("http://synapse:8008", true)).isInstanceOf(Good.class);
    }
}
