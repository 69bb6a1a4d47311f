package cloud.maidan.portal;

import cloud.maidan.demo.AuthentikStandIn;
import cloud.maidan.demo.CryptPadStandIn;
import cloud.maidan.demo.DemoAccount;
import cloud.maidan.demo.LibreChatDatabase;
import cloud.maidan.demo.LibreChatStandIn;
import cloud.maidan.demo.LibreChatWorld;
import cloud.maidan.demo.MatrixStandIn;
import cloud.maidan.demo.NextcloudStandIn;
import cloud.maidan.demo.PeerTubeStandIn;
import cloud.maidan.demo.VaultwardenStandIn;
import cloud.maidan.portal.erasure.KillableErasures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stand-ins of all services, each as it is before anybody was erased, behind gates that stay where they are while the
 * stand-ins are exchanged for new ones.
 */
final class GatedServices implements AutoCloseable {

    private static final String MIRAS = "mira's own word";
    private static final String MOSSS = "moss's own word";
    private static final String DATABASE = "librechat-database";

    /** @param kept everything it holds, one text each, without what comes out anew each time */
    private record Place(
            AutoCloseable standIn, String url, Supplier<List<String>> effects, Supplier<List<String>> kept) {}

    private final Path folder;
    private final Passings passings;
    private final Map<String, TollGate> gates = new TreeMap<>();
    private final Map<String, Place> places = new TreeMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    GatedServices(Path folder, Passings passings) {
        this.folder = folder;
        this.passings = passings;
        open();
        LibreChatStandIn librechat = (LibreChatStandIn) place("librechat").standIn();
        gate(DATABASE, "mongodb://127.0.0.1:" + librechat.database().port());
        places.forEach((name, place) -> gate(name, place.url()));
        describe(librechat);
    }

    boolean gated(String point) {
        return gates.containsKey(point.substring(0, Math.max(0, point.indexOf(' '))));
    }

    /** What happened before was somewhere else. */
    void anew() {
        passings.goOn();
        passings.forget();
        Map<String, Place> before = new HashMap<>(places);
        open();
        LibreChatStandIn librechat = (LibreChatStandIn) place("librechat").standIn();
        Objects.requireNonNull(gates.get(DATABASE))
                .leadTo(URI.create("mongodb://127.0.0.1:" + librechat.database().port()));
        places.forEach((name, place) -> leadTo(name, place.url()));
        before.values().forEach(GatedServices::close);
    }

    /** Until the next exchange the gate of a service leads there. */
    void leadTo(String name, String url) {
        Objects.requireNonNull(gates.get(name)).leadTo(URI.create(url));
    }

    /** What was changed at each service, one entry for each thing. */
    Map<String, List<String>> effects() {
        Map<String, List<String>> effects = new TreeMap<>();
        places.forEach((name, place) -> effects.put(name, place.effects().get()));
        return effects;
    }

    Map<String, List<String>> kept() {
        Map<String, List<String>> kept = new TreeMap<>();
        places.forEach((name, place) -> kept.put(name, place.kept().get()));
        return kept;
    }

    /** What a portal is told of them, as arguments. */
    List<String> arguments() throws IOException {
        List<String> arguments = new ArrayList<>();
        gates.forEach((name, gate) -> {
            if (!name.equals(DATABASE)) {
                arguments.add("--portal.services." + name + ".url=" + gate.url());
            }
        });
        settings.forEach((name, value) -> arguments.add("--portal.services." + name + "=" + value));
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            Path file = Files.writeString(folder.resolve(secret.getKey()), secret.getValue());
            arguments.add("--portal.services." + secret.getKey() + "-file=" + file);
        }
        return arguments;
    }

    @Override
    public void close() throws IOException {
        passings.goOn();
        for (TollGate gate : gates.values()) {
            gate.close();
        }
        places.values().forEach(GatedServices::close);
    }

    private static void close(Place place) {
        try {
            place.standIn().close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void gate(String name, String url) {
        gates.put(name, new TollGate(name, URI.create(url), passings::passing));
    }

    private Place place(String name) {
        return Objects.requireNonNull(places.get(name));
    }

    private void describe(LibreChatStandIn librechat) {
        int port = URI.create(Objects.requireNonNull(gates.get(DATABASE)).url()).getPort();
        secrets.putAll(Map.of(
                "authentik.token", AuthentikStandIn.TOKEN,
                "cryptpad.key", ((CryptPadStandIn) place("cryptpad").standIn()).secretKey(),
                "librechat.mongo-uri", LibreChatDatabase.uri(port, LibreChatDatabase.PASSWORD),
                "librechat.eraser-uri", LibreChatDatabase.eraserUri(port),
                "matrix.token", MatrixStandIn.TOKEN,
                "nextcloud.password", NextcloudStandIn.PASSWORD,
                "peertube.password", PeerTubeStandIn.PASSWORD,
                "vaultwarden.token", VaultwardenStandIn.TOKEN));
        librechat.secrets().forEach((name, secret) -> secrets.putIfAbsent("librechat." + name, secret));
        String gate = Objects.requireNonNull(gates.get("librechat")).url();
        librechat
                .settings()
                .forEach((name, value) -> settings.put(
                        "librechat." + name,
                        value.replace(librechat.url(), gate)
                                .replace(
                                        librechat.folder().toString(),
                                        folder.resolve("librechat").toString())));
        settings.put(
                "cryptpad.sso-block-folder",
                folder.resolve("cryptpad/sso_block").toString());
        settings.put("cryptpad.public-url", "https://pads.riverbend.example");
        settings.put("nextcloud.public-url", "https://files.riverbend.example");
        settings.put("peertube.username", PeerTubeStandIn.USERNAME);
        settings.put("peertube.public-url", PeerTubeStandIn.PUBLIC_URL);
        settings.put("peertube.ask", "1s");
        settings.put("vaultwarden.counts-kept", "0s");
        settings.put("vaultwarden.public-url", "https://vault.riverbend.example");
    }

    private void open() {
        MatrixStandIn matrix = MatrixStandIn.start(0, 12);
        put("matrix", matrix, matrix.url(), matrix::effects, () -> pieces(matrix.everything()));
        AuthentikStandIn authentik = AuthentikStandIn.start(0);
        put(
                "authentik",
                authentik,
                authentik.url(),
                () -> authentik.world().effects().stream()
                        .map(effect ->
                                effect.replaceAll("delete [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}", "delete an event"))
                        .toList(),
                () -> pieces(authentik.world().everything()));
        NextcloudStandIn nextcloud = NextcloudStandIn.start(0, 40, 60);
        put("nextcloud", nextcloud, nextcloud.url(), nextcloud.erasing()::effects, nextcloud.erasing()::kept);
        peertube();
        vaultwarden();
        cryptpad();
        librechat();
    }

    private void peertube() {
        PeerTubeStandIn peertube = PeerTubeStandIn.start(0, Clock.systemUTC(), 7, 3);
        if (before("peertube") instanceof PeerTubeStandIn before) {
            peertube.knowTokensOf(before);
        }
        put("peertube", peertube, peertube.url(), peertube::effects, peertube::kept);
    }

    private void vaultwarden() {
        VaultwardenStandIn vaultwarden =
                VaultwardenStandIn.start(0, KillableErasures.ISSUER.replace("/portal/", "/vaultwarden/"), 1000);
        if (before("vaultwarden") instanceof VaultwardenStandIn before) {
            vaultwarden.knowSessionsOf(before);
        }
        vaultwarden.plant(MIRAS, VaultwardenStandIn.accountOf(DemoAccount.MEMBER));
        vaultwarden.plant(MOSSS, VaultwardenStandIn.accountOf(DemoAccount.MODERATOR));
        put(
                "vaultwarden",
                vaultwarden,
                vaultwarden.url(),
                vaultwarden::effects,
                () -> Stream.concat(
                                Stream.of(DemoAccount.values())
                                        .map(person ->
                                                person + " " + vaultwarden.knows(VaultwardenStandIn.accountOf(person))),
                                Stream.of(MIRAS, MOSSS).map(word -> word + vaultwarden.where(word)))
                        .toList());
    }

    private void cryptpad() {
        CryptPadStandIn cryptpad =
                before("cryptpad") instanceof CryptPadStandIn before ? before.anew() : CryptPadStandIn.start(0);
        cryptpad.plant(MIRAS, CryptPadStandIn.accountOf(DemoAccount.MEMBER));
        cryptpad.watch(moment -> pass("cryptpad " + moment));
        link("cryptpad", cryptpad.data());
        put(
                "cryptpad",
                cryptpad,
                cryptpad.url(),
                cryptpad::effects,
                () -> Stream.concat(
                                Stream.of(DemoAccount.values()).map(person -> person + " " + cryptpad.known(person)),
                                Stream.of(MIRAS + cryptpad.where(MIRAS)))
                        .toList());
    }

    private void librechat() {
        LibreChatStandIn librechat =
                LibreChatStandIn.start(0, KillableErasures.ISSUER.replace("/portal/", "/librechat/"));
        librechat.database().watch(moment -> pass("librechat " + moment));
        link("librechat", librechat.folder());
        put(
                "librechat",
                librechat,
                librechat.url(),
                () -> Stream.of(
                                librechat.database().effects(),
                                librechat.copies().effects())
                        .flatMap(List::stream)
                        .toList(),
                () -> Stream.of(
                                librechat.database().everything(),
                                librechat.copies().vectors(),
                                List.of(new TreeMap<>(librechat.copies().indexed()).toString()),
                                files(librechat.folder()))
                        .flatMap(all -> all.stream())
                        .toList());
        if (!librechat.database().naming(LibreChatWorld.MEMBER).contains("messages")) {
            throw new IllegalStateException("nothing of the member");
        }
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> "file " + folder.relativize(file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The portal knows a folder by one name, whichever stand-in it is of. */
    private void link(String name, Path to) {
        try {
            Path link = folder.resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(String moment) {
        try {
            passings.passing(moment);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable AutoCloseable before(String name) {
        Place before = places.get(name);
        return before == null ? null : before.standIn();
    }

    private void put(
            String name,
            AutoCloseable standIn,
            String url,
            Supplier<List<String>> effects,
            Supplier<List<String>> kept) {
        places.put(name, new Place(standIn, url, effects, kept));
    }

    /** Without the numbers and times that what the erasure itself writes down gets in the order of its coming. */
    private static List<String> pieces(String kept) {
        String timeless = kept.replaceAll("\\[B@[0-9a-f]+", "bytes")
                .replaceAll("\\$event-\\d+", "an event")
                .replaceAll("\\bat=\\d{10,}", "at some time")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "an id")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "a time");
        return List.of(timeless.split("\n|(?=Event\\[|Room\\[|Upload|Person\\[)|(?=\\{pk=|\\{verbose_name=|\\{uuid=)"));
    }
}
