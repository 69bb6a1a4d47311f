package cloud.maidan.portal.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.CommunityTest;
import cloud.maidan.portal.TestCommunity;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.services.Lookup;
import cloud.maidan.portal.services.ServiceAdapter;
import cloud.maidan.portal.subject.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestConstructor;

/** Somebody who uses some of the community's services and never entered the others. */
@CommunityTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class HalfOfTheAccountsTests {

    @LocalServerPort
    int port;

    private final List<ServiceAdapter> adapters;
    private final MemberDirectory members;

    HalfOfTheAccountsTests(List<ServiceAdapter> adapters, MemberDirectory members) {
        this.adapters = adapters;
        this.members = members;
    }

    @Test
    void seesWhatEachHoldsAndWhichHoldNothing() {
        TestCommunity.community().heal();
        Browser aino = Browser.on(port).signIn(DemoAccount.AUDITOR);
        Member member = members.ofSubject(DemoAccount.AUDITOR.subject()).orElseThrow();
        aino.post("/me/ask", Map.of());
        List<String> used = new ArrayList<>();
        List<String> never = new ArrayList<>();

        for (ServiceAdapter adapter : adapters) {
            String service = adapter.profile().id().value();
            Lookup lookup = adapter.find(member);
            boolean found = lookup instanceof Lookup.Found;
            (found ? used : never).add(service);
            String page = aino.get("/me/services/" + service).body();
            assertThat(page.contains("<table"))
                    .as(service + " shows kinds of data")
                    .isEqualTo(found);
            if (lookup instanceof Lookup.NoAccount) {
                assertThat(page).as(service).containsAnyOf("Nothing held", "Not connected");
            }
        }

        assertThat(used).hasSizeBetween(2, 6);
        assertThat(never).hasSizeBetween(2, 6);
        assertThat(aino.get("/me").body()).contains("Nothing held", "Up to date");
        assertThat(aino.get("/me/exports/new").statusCode()).isEqualTo(200);
        assertThat(aino.get("/me/erasure/new").body()).contains("There is no account of yours here.");
    }
}
