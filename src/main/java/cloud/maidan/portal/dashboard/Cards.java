package cloud.maidan.portal.dashboard;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.services.DataSummary;
import cloud.maidan.portal.services.KeptFor;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceId;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.site.NotHere;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.MemberId;
import cloud.maidan.portal.subject.Text;
import com.ibm.icu.text.ListFormatter;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** A member's cards, as stored or freshly asked for; in templates {@code @cards}. */
@Component("cards")
class Cards {

    private final ServiceCatalog services;
    private final DashboardProperties limits;
    private final Words words;
    private final ObjectProvider<KeptFor> kept;
    private final Clock clock;

    Cards(ServiceCatalog services, DashboardProperties limits, Words words, ObjectProvider<KeptFor> kept, Clock clock) {
        this.services = services;
        this.limits = limits;
        this.words = words;
        this.kept = kept;
        this.clock = clock;
    }

    List<Card> lastKnown(MemberId member) {
        return services.lastKnown(member).stream().map(this::card).toList();
    }

    Card lastKnown(MemberId member, String service) {
        return card(services.lastKnown(member, id(service)).orElseThrow(NotHere::new));
    }

    Card ask(MemberId member, String service) {
        return card(services.ask(member, id(service)).orElseThrow(NotHere::new));
    }

    ServiceId id(String service) {
        try {
            return new ServiceId(service);
        } catch (IllegalArgumentException e) {
            throw new NotHere();
        }
    }

    public Headline headline(DataSummary held) {
        return Headline.of(words.say(held.headline()));
    }

    /** How long it is kept: by a rule in force, else as the service itself says. */
    public Text kept(ServiceId service, Category category) {
        return kept.stream()
                .flatMap(each -> each.said(service, category).stream())
                .findFirst()
                .orElse(category.retention());
    }

    /** Names in one line. */
    public String list(List<Text> names) {
        return ListFormatter.getInstance(LocaleContextHolder.getLocale())
                .format(names.stream().map(words::say).toList());
    }

    /** Null unless a browser may be sent there. */
    public @Nullable String address(@Nullable String address) {
        return Card.webAddress(address);
    }

    private Card card(ServiceState state) {
        ServiceId service = state.profile().id();
        return Card.of(
                state, services.connected(service), services.claimable(service).isPresent(), clock.instant(), limits);
    }
}
