package cloud.maidan.portal.holds;

import cloud.maidan.portal.holds.HoldDesk.Wanted;
import cloud.maidan.portal.members.FreshSignIn;
import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.MemberDirectory;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.services.ServiceCatalog;
import cloud.maidan.portal.services.ServiceProfile;
import cloud.maidan.portal.services.ServiceState;
import cloud.maidan.portal.site.Typed;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where officers place a hold. */
@May(Permission.PLACE_HOLDS)
@Controller
class PlacingController {

    private static final int TIME_TO_WRITE = 60;
    private static final int LONGEST_ITEM = 500;
    private static final Pattern ITEM = Pattern.compile("[^\\p{Cntrl}]{1," + LONGEST_ITEM + "}");

    private final HoldDesk desk;
    private final HoldPages pages;
    private final MemberDirectory members;
    private final ServiceCatalog services;
    private final Words words;

    PlacingController(HoldDesk desk, HoldPages pages, MemberDirectory members, ServiceCatalog services, Words words) {
        this.desk = desk;
        this.pages = pages;
        this.members = members;
        this.services = services;
        this.words = words;
    }

    /** As it stands on the form. @param review ISO day @param confidential present when the member is told no more */
    record Placed(
            @Nullable String username,
            @Nullable String service,
            @Nullable String kind,
            @Nullable String item,
            @Nullable String ground,
            @Nullable String review,
            @Nullable String confidential) {

        Typed typedGround() {
            return new Typed(ground == null ? "" : ground);
        }

        Optional<HoldKind> wantedKind() {
            return HoldKind.named(kind == null ? "" : kind);
        }

        String typedItem() {
            return item == null ? "" : item.strip();
        }
    }

    @FreshSignIn
    @GetMapping("/admin/holds/new")
    String form(Model model) {
        return form(new Placed(null, null, null, null, null, null, null), model);
    }

    private String form(Placed placed, Model model) {
        String title = words.say(Text.of("holds.place.title"));
        model.addAttribute(
                "title", model.containsAttribute("error") ? words.say(Text.of("holds.error-title", title)) : title);
        model.addAttribute("placed", placed);
        model.addAttribute("services", services.profiles());
        model.addAttribute("kinds", HoldKind.values());
        model.addAttribute("first", pages.today().plusDays(1).toString());
        model.addAttribute("last", pages.latest().toString());
        model.addAttribute("token", UUID.randomUUID());
        model.addAttribute("most", Typed.MOST);
        return "holds/place";
    }

    @FreshSignIn(minutes = TIME_TO_WRITE)
    @PostMapping("/admin/holds")
    String place(
            SignedIn officer,
            Placed placed,
            @RequestParam(defaultValue = "") String token,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        String username = placed.username();
        Optional<Member> member = username == null ? Optional.empty() : members.named(username.strip());
        Optional<ServiceProfile> service = services.profiles().stream()
                .filter(each -> each.id().value().equals(placed.service()))
                .findFirst();
        Optional<HoldKind> kind = placed.wantedKind();
        Optional<Instant> review = pages.review(placed.review());
        String item = member.isPresent() && service.isPresent() && kind.isPresent()
                ? item(placed, member.get(), service.get(), kind.get())
                : "";
        Text fault = member.isEmpty()
                ? Text.of("holds.fault.no-member")
                : service.isEmpty() || kind.isEmpty()
                        ? Text.of("holds.fault.no-kind")
                        : !ITEM.matcher(item).matches()
                                ? Text.of("holds.fault.no-item", LONGEST_ITEM)
                                : review.isEmpty()
                                        ? Text.of("holds.fault.review", pages.mostDays())
                                        : placed.typedGround().fault("holds.fault.no-ground");
        if (fault != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("error", fault);
            return form(placed, model);
        }
        Wanted wanted = new Wanted(
                service.orElseThrow().id().value(),
                kind.orElseThrow(),
                item,
                placed.typedGround(),
                review.orElseThrow(),
                placed.confidential() != null);
        desk.place(officer.id(), member.orElseThrow().id(), wanted, HoldPages.id(token));
        next.addFlashAttribute("flash", Text.of("holds.done.place"));
        return "redirect:/admin/holds";
    }

    /** A whole account is the one that the service is known to have; the officer need not type it. */
    private String item(Placed placed, Member member, ServiceProfile service, HoldKind kind) {
        return kind == HoldKind.ACCOUNT && placed.typedItem().isEmpty()
                ? services.lastKnown(member.id(), service.id())
                        .map(ServiceState::account)
                        .orElse("")
                : placed.typedItem();
    }
}
