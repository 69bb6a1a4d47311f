package cloud.maidan.portal.services.librechat;

import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.LibreChatWorld;
import cloud.maidan.portal.services.Cursor;
import cloud.maidan.portal.services.Evidence;
import cloud.maidan.portal.services.RecordedSink;
import cloud.maidan.portal.services.ServiceAccess;
import cloud.maidan.portal.services.ServiceAccount;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.http.HttpLimits;
import cloud.maidan.portal.services.http.OutboundHttp;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.MemberId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The adapter as the portal would make it, against an address, a database and settings of a test's choice. */
record Assistant(
        String url, String mongo, Map<String, String> settings, Map<String, String> secrets, Duration patience) {

    /** Lines stay open from one test to the next: each sign-in at the database takes a while. */
    private static final Map<List<Object>, LibreChatClient> CLIENTS = new ConcurrentHashMap<>();

    private static final Map<List<Object>, LibreChatEraser> ERASERS = new ConcurrentHashMap<>();

    static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");
    static final String ISSUER = "https://auth.example/application/o/librechat/";

    static Assistant at(LibreChatStandIn standIn) {
        return new Assistant(
                standIn.url(), standIn.database().uri(), standIn.settings(), standIn.secrets(), Duration.ofSeconds(10));
    }

    Assistant mongo(String uri) {
        return new Assistant(url, uri, settings, secrets, patience);
    }

    Assistant url(String address) {
        return new Assistant(address, mongo, settings, secrets, patience);
    }

    Assistant patience(Duration limit) {
        return new Assistant(url, mongo, settings, secrets, limit);
    }

    Assistant secret(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(secrets);
        changed.put(name, value);
        return new Assistant(url, mongo, settings, changed, patience);
    }

    Assistant without(String secret) {
        Map<String, String> left = new LinkedHashMap<>(secrets);
        left.remove(secret);
        return new Assistant(url, mongo, settings, left, patience);
    }

    /** @param changes names and values in turn; an empty value removes the setting */
    Assistant with(String... changes) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].isEmpty()) {
                changed.remove(changes[i]);
            } else {
                changed.put(changes[i], changes[i + 1]);
            }
        }
        return new Assistant(url, mongo, changed, secrets, patience);
    }

    LibreChatAdapter adapter() {
        LibreChatProperties properties = properties();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        LibreChatClient client =
                CLIENTS.computeIfAbsent(List.of(url, mongo, patience), same -> client(properties, clock));
        LibreChatEraser eraser = ERASERS.computeIfAbsent(
                List.of(secrets, settings, patience),
                same -> new LibreChatEraser(access(), new OutboundHttp(limits(), clock), properties));
        return new LibreChatAdapter(client, eraser, new Departures(client, properties, clock), properties, clock);
    }

    private LibreChatClient client(LibreChatProperties properties, Clock clock) {
        ServiceAccess where = access();
        return new LibreChatClient(
                where, new OutboundHttp(limits(), clock), new DatabaseLine(where, properties), properties, clock);
    }

    private HttpLimits limits() {
        return patience.compareTo(Duration.ofSeconds(5)) < 0
                ? new HttpLimits(patience, patience, DataSize.ofKilobytes(200))
                : HttpLimits.standard();
    }

    private ServiceAccess access() {
        return new ServiceAccess() {
            @Override
            public Optional<URI> address(ServiceId service) {
                return Optional.of(URI.create(url));
            }

            @Override
            public Optional<Secret> secret(ServiceId service, String name) {
                String known = name.equals("mongo-uri") ? mongo : secrets.get(name);
                return Optional.ofNullable(known).map(text -> () -> text);
            }
        };
    }

    private LibreChatProperties properties() {
        return new LibreChatProperties(
                URI.create("https://assistant.riverbend.example"),
                uri("issuer"),
                patience.dividedBy(2),
                patience,
                Duration.ofSeconds(5),
                path("uploads-folder"),
                path("images-folder"),
                DataSize.ofMegabytes(5),
                path("config-file"),
                settings.containsKey("environment-files")
                        ? Arrays.stream(settings.getOrDefault("environment-files", "")
                                        .split(","))
                                .map(Path::of)
                                .toList()
                        : List.of(),
                uri("ollama-url"),
                Set.of(settings.getOrDefault("own-hosts", "ollama").split(",")),
                Duration.ofMinutes(1),
                uri("rag-url"),
                uri("meili-url"));
    }

    private @Nullable Path path(String name) {
        String value = settings.get(name);
        return value == null ? null : Path.of(value);
    }

    private @Nullable URI uri(String name) {
        String value = settings.get(name);
        return value == null ? null : URI.create(value);
    }

    static ServiceAccount account() {
        return new ServiceAccount(
                LibreChatClient.ID,
                member(DemoAccount.MEMBER.subject(), null),
                LibreChatWorld.MEMBER.toHexString(),
                Evidence.SUBJECT,
                NOW);
    }

    static Member member(String subject, @Nullable String email) {
        return new Member(
                MemberId.random(),
                "https://auth.example/application/o/maidan/",
                subject,
                "member", // the name of a known account: must play no part
                "Mira Beispiel",
                email,
                true,
                Locale.ENGLISH,
                ZoneOffset.UTC);
    }

    static RecordedSink exported(LibreChatAdapter adapter) {
        RecordedSink sink = new RecordedSink();
        adapter.export(account(), Cursor.START, sink);
        return sink;
    }
}
