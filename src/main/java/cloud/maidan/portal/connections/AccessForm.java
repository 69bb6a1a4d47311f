package cloud.maidan.portal.connections;

import cloud.maidan.portal.connections.AccessPage.Field;
import cloud.maidan.portal.connections.AccessPage.Source;
import cloud.maidan.portal.services.Credential;
import cloud.maidan.portal.services.ServiceAddress;
import cloud.maidan.portal.subject.Text;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what was typed on a service's page. Nothing of it goes back to the page but an address that is one. */
final class AccessForm {

    static final String ADDRESS = "address";

    private final AccessPage page;
    private final Map<String, String> sent;
    private final List<Fault> faults = new ArrayList<>();

    private AccessForm(AccessPage page, Map<String, String> sent) {
        this.page = page;
        this.sent = sent;
    }

    sealed interface Reading {

        record Good(Typing typing) implements Reading {}

        /** @param address what was typed, if it is an address to which nothing is wrong; null otherwise */
        record Faulty(List<Fault> faults, @Nullable URI address) implements Reading {

            public Faulty {
                faults = List.copyOf(faults);
            }
        }
    }

    /** @param field of the form that it is about */
    record Fault(String field, Text what) {}

    /** @param sent the fields of the form by their names */
    static Reading read(AccessPage page, Map<String, String> sent) {
        return new AccessForm(page, sent).read();
    }

    private Reading read() {
        URI address = address();
        Map<String, String> secrets = new HashMap<>();
        page.secrets().forEach(field -> secret(field, secrets));
        if (address != null) {
            mustBeTypedAnew(secrets);
        }
        Typing typing = new Typing(address, secrets);
        if (faults.isEmpty() && typing.nothing()) {
            fault(page.address().open() ? ADDRESS : firstOpen(), "nothing");
        }
        return faults.isEmpty() ? new Reading.Good(typing) : new Reading.Faulty(faults, address);
    }

    /** Null when it stays as it is. */
    private @Nullable URI address() {
        String written = sent.getOrDefault(ADDRESS, "").strip();
        if (written.isEmpty()) {
            if (page.address().address() == null) {
                fault(ADDRESS, page.address().open() ? "no-address" : "fixed");
            }
            return null;
        }
        if (!page.address().open()) {
            fault(ADDRESS, "fixed");
            return null;
        }
        return switch (ServiceAddress.read(written, page.ownNetwork())) {
            case ServiceAddress.Good(URI address) ->
                address.equals(page.address().address()) ? null : address;
            case ServiceAddress.Wrong(ServiceAddress.Flaw flaw) -> {
                faults.add(new Fault(ADDRESS, flaw.text()));
                yield null;
            }
        };
    }

    private void secret(Field field, Map<String, String> secrets) {
        String written = sent.getOrDefault(field.field(), "").strip();
        if (written.isEmpty()) {
            return;
        }
        if (!field.open()) {
            fault(field.field(), "fixed");
            return;
        }
        if (field.credential().kind() == Credential.Kind.ADDRESS) {
            opened(field, written, secrets);
            return;
        }
        Credential.flaw(written)
                .ifPresentOrElse(
                        flaw -> fault(
                                field.field(),
                                flaw.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                        () -> secrets.put(field.credential().name(), written));
    }

    private void opened(Field field, String written, Map<String, String> secrets) {
        switch (ServiceAddress.read(written, page.ownNetwork())) {
            case ServiceAddress.Good(URI address) ->
                secrets.put(field.credential().name(), address.toString());
            case ServiceAddress.Wrong(ServiceAddress.Flaw flaw) -> faults.add(new Fault(field.field(), flaw.text()));
        }
    }

    /** No secret is sent to a place that it was not typed for. */
    private void mustBeTypedAnew(Map<String, String> secrets) {
        page.secrets().stream()
                .filter(field -> field.source() == Source.TYPED
                        && !secrets.containsKey(field.credential().name()))
                .forEach(field -> fault(field.field(), "anew"));
    }

    private String firstOpen() {
        return page.secrets().stream()
                .filter(Field::open)
                .map(Field::field)
                .findFirst()
                .orElse(ADDRESS);
    }

    private void fault(String field, String why) {
        faults.add(new Fault(field, Text.of("connections.access.fault." + why)));
    }
}
