package cloud.maidan.portal.services.librechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cloud.maidan.portal.services.AccountPage;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.Finding;
import cloud.maidan.portal.services.Health;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the portal takes for granted, asked of a living LibreChat: {@code -Dportal.real.librechat.url=…
 * -Dportal.real.librechat.mongo-uri-file=…}, and {@code -Dportal.real.librechat.account=…} (an account's id) to read one
 * account. Nothing is printed of what is read.
 */
class LibreChatLivingTests {

    @BeforeEach
    void oneIsNamed() {
        if (named("url").isEmpty()) {
            System.out.println("skipped: a living LibreChat (-Dportal.real.librechat.url) is not named");
        }
        assumeTrue(named("url").isPresent());
    }

    @Test
    void itsDatabaseIsAsThePortalKnowsItAndMayOnlyBeRead() throws IOException {
        assertThat(living().check()).isInstanceOf(Health.Well.class);
    }

    @Test
    void peopleWhoSignedInThroughTheProviderHaveASubjectThatIsNoAddress() throws IOException {
        LibreChatAdapter adapter = living();
        List<String> subjects = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            AccountPage page = adapter.accounts(next.get());
            page.accounts().forEach(account -> account.subject().ifPresent(subjects::add));
            next = page.next();
        }

        assertThat(subjects.stream().filter(subject -> subject.contains("@")).count())
                .as("subjects that are e-mail addresses: set the provider's subject mode to user_uuid")
                .isZero();
    }

    @Test
    void anAccountIsReadWhole() throws IOException {
        assumeTrue(named("account").isPresent());
        ServiceAccount account = new ServiceAccount(
                LibreChatClient.ID,
                Assistant.member("unused", null),
                named("account").get(),
                Evidence.OFFICER,
                Assistant.NOW);
        RecordedSink sink = new RecordedSink();

        assertThat(living().view(account).items()).isPositive();
        living().export(account, Cursor.START, sink);

        assertThat(sink.entries.size()).isPositive();
        assertThat(living().findings()).extracting(Finding::code).hasSize(Way.values().length);
    }

    private static LibreChatAdapter living() throws IOException {
        String uri =
                Files.readString(Path.of(named("mongo-uri-file").orElseThrow())).strip();
        return new Assistant(named("url").orElseThrow(), uri, Map.of(), Map.of(), Duration.ofSeconds(30)).adapter();
    }

    private static Optional<String> named(String what) {
        return Optional.of(Objects.requireNonNullElse(System.getProperty("portal.real.librechat." + what), ""))
                .filter(value -> !value.isEmpty());
    }
}
