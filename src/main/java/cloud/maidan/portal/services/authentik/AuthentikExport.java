package cloud.maidan.portal.services.authentik;

import cloud.maidan.portal.services.ExportSink;
import cloud.maidan.portal.services.ExportSink.Form;
import cloud.maidan.portal.services.authentik.AuthentikClient.NotAllowed;
import cloud.maidan.portal.services.authentik.AuthentikClient.Page;
import cloud.maidan.portal.subject.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes one account's profile and second factors, then its lists page by page, events last. */
class AuthentikExport {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int FIRST_LIST = 2;

    private final AuthentikClient authentik;
    private final AuthentikProperties properties;
    private final Account account;
    private final ExportSink sink;

    AuthentikExport(AuthentikClient authentik, AuthentikProperties properties, Account account, ExportSink sink) {
        this.authentik = authentik;
        this.properties = properties;
        this.account = account;
        this.sink = sink;
    }

    void run(ExportPosition from) {
        ExportPosition position = from;
        if (position.part() == 0) {
            ExportWords.describe(sink);
            profile();
            position = reached(ExportPosition.atPart(1));
        }
        if (position.part() == 1) {
            devices();
            position = reached(ExportPosition.atPart(FIRST_LIST));
        }
        List<ExportPart> parts = List.of(ExportPart.values());
        while (position.part() - FIRST_LIST < parts.size()) {
            list(parts.get(position.part() - FIRST_LIST), position);
            position = reached(ExportPosition.atPart(position.part() + 1));
        }
    }

    private ExportPosition reached(ExportPosition position) {
        sink.reached(position.cursor());
        return position;
    }

    private void profile() {
        text("native/account.json", pretty(Shapes.account(account, properties.attributes())));
        text("neutral/profile.vcf", Profile.vcard(account));
        Set<String> left = Shapes.attributesLeftOut(account, properties.attributes());
        if (!left.isEmpty()) {
            sink.missing(
                    "native/account.json#attributes", Text.of("authentik.missing.attributes", String.join(", ", left)));
        }
        sink.missing("native/tokens.json", Text.of("authentik.missing.tokens"));
    }

    private void devices() {
        try {
            ArrayNode devices = JsonNodeFactory.instance.arrayNode();
            authentik.devices(account.pk()).forEach(device -> devices.add(Shapes.device(device, details(device))));
            text("native/devices.json", pretty(devices));
        } catch (NotAllowed notAllowed) {
            sink.missing("native/devices.json", Text.of("authentik.missing.right"));
        }
    }

    /** Where codes are sent, of a device that is surely the person's. */
    private Optional<JsonNode> details(JsonNode device) {
        return DeviceKind.of(device)
                .filter(DeviceKind::hasAddress)
                .flatMap(kind -> authentik.device(kind, device.path("pk").asString("")))
                .filter(more -> more.path("user").path("pk").asLong() == account.pk());
    }

    private void list(ExportPart part, ExportPosition from) {
        Optional<Listing> listing = part.listing(account);
        if (listing.isEmpty()) {
            sink.missing("native/" + part.title(), Text.of("authentik.missing.name"));
            return;
        }
        try {
            pages(part, listing.get(), from);
        } catch (NotAllowed notAllowed) {
            sink.missing("native/" + part.title(), Text.of("authentik.missing.right"));
        }
    }

    private void pages(ExportPart part, Listing listing, ExportPosition from) {
        ExportPosition at = from;
        Optional<Integer> next = Optional.of(at.page());
        boolean again = false;
        while (next.isPresent()) {
            Optional<Page> page = authentik.pageIfThere(listing, next.get());
            if (page.isEmpty() || page.get().count() < at.count()) {
                // old events went meanwhile and the rest moved up; what was written is known by its time
                at = at.rereading(page.map(Page::count).orElse(0L));
                next = Optional.of(1);
                again = part.events();
                continue;
            }
            Instant last = again ? at.last() : Instant.EPOCH;
            List<JsonNode> items = page.get().of(listing).stream()
                    .filter(item -> after(item, last))
                    .toList();
            again = again && items.isEmpty();
            next = page.get().next();
            at = at.after(write(part, items, at.written()), next, page.get().count(), last(items, at.last()));
            if (next.isPresent() && !again) {
                reached(at);
            }
        }
    }

    private int write(ExportPart part, List<JsonNode> items, int written) {
        List<JsonNode> own = items.stream()
                .map(item -> part.shaped(item, account))
                .flatMap(Optional::stream)
                .toList();
        if (own.isEmpty()) {
            return written;
        }
        String name = "%s-%06d".formatted(part.title(), written + 1);
        text("native/" + name + ".ndjson", lines(own));
        if (part.events()) {
            text("neutral/" + name + ".csv", EventTable.csv(own));
        }
        return written + 1;
    }

    /** Two events of one microsecond on both sides of a page's end are one page apart only when the list has moved. */
    private static boolean after(JsonNode item, Instant last) {
        Instant created = AuthentikClient.time(item, "created");
        return created == null || created.isAfter(last);
    }

    private static Instant last(List<JsonNode> items, Instant before) {
        return items.stream()
                .map(item -> AuthentikClient.time(item, "created"))
                .filter(Objects::nonNull)
                .reduce(before, (one, other) -> one.isAfter(other) ? one : other);
    }

    private void text(String path, byte[] content) {
        sink.entry(path, Form.TEXT, null, new ByteArrayInputStream(content));
    }

    private void text(String path, String content) {
        text(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] pretty(JsonNode value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    private static byte[] lines(List<JsonNode> values) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (JsonNode value : values) {
            lines.writeBytes(JSON.writeValueAsBytes(value));
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
