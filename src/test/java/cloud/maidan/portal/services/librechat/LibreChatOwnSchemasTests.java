package cloud.maidan.portal.services.librechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.LibreChatDatabase;
import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.LibreChatWorld;
import cloud.maidan.demo.RealLibreChatSchemas;
import cloud.maidan.portal.services.Erasure.Outcome;
import cloud.maidan.portal.services.Erasure.Outlook;
import cloud.maidan.portal.services.ErasureRun;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.RecordedSink;
import org.junit.jupiter.api.Test;

/** The invented world, taken by LibreChat's own schemas: collections, indexes, types and fields are theirs, not ours. */
class LibreChatOwnSchemasTests {

    @Test
    void whatLibreChatsOwnSchemasMakeIsReadTheSame() {
        if (RealLibreChatSchemas.folder().isEmpty()) {
            System.out.println(RealLibreChatSchemas.skipped());
        }
        assumeTrue(RealLibreChatSchemas.folder().isPresent());
        try (LibreChatStandIn standIn = LibreChatStandIn.start(0, Assistant.ISSUER);
                LibreChatDatabase theirs = LibreChatDatabase.start()) {
            System.out.println("LibreChat's own schemas: " + RealLibreChatSchemas.fill(theirs, standIn));
            theirs.fill(client -> {}); // from now on it asks who is there
            LibreChatAdapter ours = Assistant.at(standIn).adapter();
            LibreChatAdapter adapter = Assistant.at(standIn).mongo(theirs.uri()).adapter();

            assertThat(adapter.check()).as("every collection is known").isInstanceOf(Health.Well.class);
            assertThat(adapter.find(Assistant.member(DemoAccount.MEMBER.subject(), null)))
                    .isEqualTo(ours.find(Assistant.member(DemoAccount.MEMBER.subject(), null)));
            assertThat(adapter.view(Assistant.account())).isEqualTo(ours.view(Assistant.account()));
            assertThat(adapter.findings()).isEqualTo(ours.findings());
            RecordedSink sink = Assistant.exported(adapter);
            assertThat(sink.entries.keySet())
                    .containsExactlyElementsOf(Assistant.exported(ours).entries.keySet());
            assertThat(sink.everything())
                    .contains(standIn.world().texts())
                    .doesNotContain(LibreChatWorld.SECRET, LibreChatWorld.FOREIGN);
        }
    }

    /** Ids are text in some of their collections and ObjectIds in others: whichever, none names the member afterwards. */
    @Test
    void whatLibreChatsOwnSchemasMakeIsErasedTheSame() {
        assumeTrue(RealLibreChatSchemas.folder().isPresent(), RealLibreChatSchemas.skipped());
        try (LibreChatStandIn standIn = LibreChatStandIn.start(0, Assistant.ISSUER);
                LibreChatDatabase theirs = LibreChatDatabase.start()) {
            RealLibreChatSchemas.fill(theirs, standIn);
            theirs.fill(client -> {});
            LibreChatAdapter adapter = Assistant.at(standIn)
                    .mongo(theirs.uri())
                    .secret("eraser-uri", theirs.eraserUri())
                    .adapter();
            Outlook outlook = adapter.outlook(Assistant.account());

            assertThat(outlook.goes())
                    .isEqualTo(Assistant.at(standIn)
                            .adapter()
                            .outlook(Assistant.account())
                            .goes());
            assertThat(new ErasureRun(adapter, Assistant.account()).run())
                    .isEqualTo(new Outcome.Finished(outlook.goes(), outlook.stays(), outlook.beyondReach()));
            assertThat(theirs.naming(LibreChatWorld.MEMBER)).containsExactly("auditlogs");
        }
    }
}
