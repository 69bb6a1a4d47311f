package cloud.maidan.portal.rights;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.portal.Browser;
import cloud.maidan.portal.PortalTest;
import cloud.maidan.portal.rights.DataSubjectRequests.Received;
import cloud.maidan.portal.subject.Actor;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
class RightsTests {

    @LocalServerPort
    int port;

    @Autowired
    DataSubjectRequests requests;

    @Autowired
    RightsRecords records;

    @Autowired
    RequestRows rows;

    @Autowired
    Timeline timeline;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    private Browser mira = Browser.on(1);
    private MemberId member = MemberId.random();

    @BeforeEach
    void signedIn() {
        mira = Browser.on(port).signIn(DemoAccount.MEMBER);
        member = idOf(DemoAccount.MEMBER);
        jdbc.sql("delete from data_subject_request").update();
    }

    @Test
    void aRequestIsReceivedWithAClockAndEndsOnce() {
        Received received = requests.receive(member, Right.ERASURE, new Actor.Person(member));
        requests.note(received.id(), Text.of("rights.right.erasure"));

        assertThat(received.reference()).matches("R-20\\d\\d-\\d{4,}");
        assertThat(received.due()).isPresent();
        assertThat(requests.find(received.id())).contains(received);

        requests.end(received.id(), DataSubjectRequests.Ending.FULFILLED);
        requests.end(received.id(), DataSubjectRequests.Ending.WITHDRAWN);

        assertThat(requests.find(received.id()).orElseThrow().due()).isEmpty();
        assertThat(rows.findById(received.id().value()).orElseThrow().ending())
                .contains(DataSubjectRequest.Ending.FULFILLED);
        assertThat(said(received))
                .containsExactly("rights.note.received", "rights.right.erasure", "rights.note.fulfilled");
        assertThat(letters()).contains("rights-received/" + received.id() + "/0");
        assertThat(requests.find(new RequestId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void whatIsLeftOfARequestAfterErasureNamesNobodyAndHoldsNoWord() {
        Received received = requests.receive(member, Right.ERASURE, new Actor.Person(member));

        transactions.executeWithoutResult(transaction -> {
            requests.note(received.id(), Text.of("rights.right.erasure"));
            records.personal().forEach(table -> records.erase(table, member));
            requests.end(received.id(), DataSubjectRequests.Ending.FULFILLED);
        });

        Map<String, @Nullable Object> left = jdbc.sql("select * from data_subject_request where id = ?")
                .param(received.id().value())
                .query()
                .singleRow();
        assertThat(left).containsEntry("member_id", null).containsEntry("ending", "FULFILLED");
        assertThat(said(received)).isEmpty();
        for (PersonalRecords module : List.of(records)) {
            module.personal()
                    .forEach(table -> assertThat(module.erase(table, member)).isZero());
        }
        requests.note(received.id(), Text.of("rights.right.erasure"));
        assertThat(said(received)).isEmpty();
    }

    private List<String> said(Received received) {
        Optional<DataSubjectRequest> request = rows.findById(received.id().value());
        return timeline.of(request.orElseThrow()).stream()
                .map(note -> note.what().key())
                .toList();
    }

    private List<String> letters() {
        return jdbc.sql("select key from letter where member_id = ?")
                .param(member.value())
                .query((row, number) -> row.getString(1))
                .list();
    }

    private MemberId idOf(DemoAccount account) {
        return new MemberId(jdbc.sql("select id from member where subject = ?")
                .param(account.subject())
                .query(UUID.class)
                .single());
    }
}
