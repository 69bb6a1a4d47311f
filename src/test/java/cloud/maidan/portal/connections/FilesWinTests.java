package cloud.maidan.portal.connections;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Where files say how a service is reached, nothing is typed. */
@CommunityTest
class FilesWinTests {

    @LocalServerPort
    int port;

    @Autowired
    TypedRows rows;

    @Test
    void thereIsNoFieldToTypeIntoAndWhatIsSentAllTheSameIsRefused() {
        Browser admin = Browser.on(port).signIn(DemoAccount.ADMIN);

        assertThat(admin.get("/admin/services/matrix").body())
                .contains("From a file or the configuration")
                .doesNotContain("/admin/services/matrix/access");
        assertThat(admin.get("/admin/services/matrix/access").body())
                .contains("there is nothing to type")
                .doesNotContain("type=\"password\"");
        HttpResponse<String> answer = admin.post(
                "/admin/services/matrix/access",
                Map.of("base", "0", "address", "https://elsewhere.example", "secret-token", "other"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("which wins").doesNotContain("elsewhere");
        assertThat(rows.all()).isEmpty();
    }
}
