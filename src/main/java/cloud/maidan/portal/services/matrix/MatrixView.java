package cloud.maidan.portal.services.matrix;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.Fault;
import cloud.maidan.portal.services.ServiceFault;
import cloud.maidan.portal.services.matrix.MatrixClient.Account;
import cloud.maidan.portal.services.matrix.MatrixClient.Uploads;
import cloud.maidan.portal.subject.LegalBasis;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Synapse holds about one account. Messages are not counted: no endpoint counts them, and reading them all would
 * take longer than a page may.
 */
class MatrixView {

    private final MatrixClient matrix;
    private final MatrixProperties properties;
    private final String user;
    private final List<Category> categories = new ArrayList<>();

    MatrixView(MatrixClient matrix, MatrixProperties properties, String user) {
        this.matrix = matrix;
        this.properties = properties;
        this.user = user;
    }

    DataSummary summary() {
        Account account = matrix.account(user)
                .orElseThrow(() -> new ServiceFault(Fault.UNREADABLE, null, "matrix: the account went away", null));
        RoomsSeen rooms = RoomsSeen.of(matrix, user);
        messages(rooms);
        long files = files();
        account(account);
        devices();
        rooms(rooms.memberships());
        settings();
        return new DataSummary(
                Text.of("matrix.headline", (long) rooms.memberships().size(), files),
                remarks(account, rooms),
                categories,
                hidden(rooms),
                reach(rooms),
                properties.settings());
    }

    private void messages(RoomsSeen rooms) {
        boolean none = rooms.memberships().isEmpty();
        add("messages", none ? 0L : null, null, null, null, none ? null : Text.of("matrix.messages.detail"));
        boolean noneSealed = rooms.complete() && rooms.sealed() == 0;
        categories.add(category(
                "sealed-messages",
                noneSealed ? 0L : null,
                null,
                null,
                null,
                noneSealed ? null : Text.of("matrix.sealed-messages.detail", rooms.sealed(), rooms.unseen()),
                true));
    }

    private long files() {
        Uploads oldest = matrix.uploads(user, 0, 1, false);
        if (oldest.total() == 0) {
            add("files", 0L, 0L, null, null, null);
            return 0;
        }
        Uploads newest = matrix.uploads(user, 0, 1, true);
        OptionalLong bytes = matrix.uploadedBytes(user);
        add(
                "files",
                oldest.total(),
                bytes.isPresent() ? bytes.getAsLong() : null,
                at(oldest.media().getFirst(), "created_ts"),
                at(newest.media().getFirst(), "created_ts"),
                null);
        return oldest.total();
    }

    private void account(Account account) {
        add("profile", 1L, null, account.created(), account.created(), null);
        timed("contact-addresses", account.contactAddresses(), "added_at");
    }

    private void devices() {
        timed("devices", matrix.devices(user), "last_seen_ts");
        timed("connections", matrix.connections(user), "last_seen");
    }

    private void rooms(Map<String, String> memberships) {
        long joined = memberships.values().stream().filter("join"::equals).count();
        long left = memberships.values().stream().filter("leave"::equals).count();
        add("rooms", (long) memberships.size(), null, null, null, Text.of("matrix.rooms.detail", joined, left));
    }

    private void settings() {
        JsonNode data = matrix.accountData(user);
        long kinds = data.path("global").size();
        for (JsonNode room : data.path("rooms")) {
            kinds += room.size();
        }
        add("settings", kinds, null, null, null, null);
        add("pushers", (long) matrix.pushers(user).size(), null, null, null, null);
    }

    private static List<Text> remarks(Account account, RoomsSeen rooms) {
        List<Text> remarks = new ArrayList<>();
        if (account.closed()) {
            remarks.add(Text.of("matrix.remark.closed"));
        }
        long left =
                rooms.memberships().values().stream().filter("leave"::equals).count();
        if (left > 0) {
            remarks.add(Text.of("matrix.remark.left", left));
        }
        if (!rooms.memberships().isEmpty()) {
            remarks.add(Text.of("matrix.remark.not-counted"));
        }
        return remarks;
    }

    private static List<Text> hidden(RoomsSeen rooms) {
        return rooms.complete() && rooms.sealed() == 0
                ? List.of()
                : List.of(
                        Text.of("matrix.hidden.sealed", rooms.sealed(), rooms.unseen()), Text.of("matrix.hidden.how"));
    }

    private static List<Text> reach(RoomsSeen rooms) {
        return rooms.complete() && rooms.shared() == 0
                ? List.of()
                : List.of(Text.of("matrix.reach", rooms.shared(), rooms.unseen()));
    }

    private void timed(String id, JsonNode list, String time) {
        List<Instant> times = StreamSupport.stream(list.spliterator(), false)
                .map(one -> at(one, time))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        add(
                id,
                (long) list.size(),
                null,
                times.isEmpty() ? null : times.getFirst(),
                times.isEmpty() ? null : times.getLast(),
                null);
    }

    private void add(
            String id,
            @Nullable Long count,
            @Nullable Long bytes,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail) {
        categories.add(category(id, count, bytes, oldest, newest, detail, false));
    }

    private Category category(
            String id,
            @Nullable Long count,
            @Nullable Long bytes,
            @Nullable Instant oldest,
            @Nullable Instant newest,
            @Nullable Text detail,
            boolean sealed) {
        String key = "matrix." + id;
        return new Category(
                id,
                Text.of(key),
                detail,
                count,
                bytes,
                oldest,
                newest,
                Text.of(key + ".purpose"),
                id.equals("connections") ? LegalBasis.LEGITIMATE_INTERESTS : LegalBasis.CONTRACT,
                Text.of(key + ".retention"),
                Text.of(key + ".visible"),
                sealed,
                changedInSettings(id) ? properties.settings() : properties.client());
    }

    private static boolean changedInSettings(String id) {
        return switch (id) {
            case "profile", "contact-addresses", "devices", "settings", "pushers" -> true;
            default -> false;
        };
    }

    /** Synapse gives milliseconds in lists. */
    private static @Nullable Instant at(JsonNode item, String field) {
        JsonNode milliseconds = item.path(field);
        return milliseconds.isNumber() ? Instant.ofEpochMilli(milliseconds.asLong()) : null;
    }
}
