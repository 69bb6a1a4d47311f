package cloud.maidan.portal.audit;

import cloud.maidan.portal.members.May;
import cloud.maidan.portal.members.Permission;
import cloud.maidan.portal.members.SignedIn;
import cloud.maidan.portal.site.NotHere;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** One record, its place in the chain, and the checkpoint that covers it. */
@May(Permission.READ_THE_TRAIL)
@Controller
class RecordController {

    private final RecordRows records;
    private final TrailPages pages;
    private final TrailLooks looks;
    private final Places places;

    RecordController(RecordRows records, TrailPages pages, TrailLooks looks, Places places) {
        this.records = records;
        this.pages = pages;
        this.looks = looks;
        this.places = places;
    }

    @GetMapping("/admin/audit/{id}")
    String show(SignedIn reader, @PathVariable String id, Model model) {
        AuditRecord record = find(id);
        UUID looked = looked(reader, record);
        model.addAttribute("record", record);
        model.addAttribute("entry", pages.entries(List.of(record), looked).getFirst());
        model.addAttribute("sealed", record.member() != null && looked == null && record.details() != null);
        model.addAttribute("digest", HexFormat.of().formatHex(record.digest()));
        model.addAttribute("place", places.of(record));
        return "audit/record";
    }

    private @Nullable UUID looked(SignedIn reader, AuditRecord record) {
        UUID member = record.member();
        return member != null && looks.lasts(reader.id(), member) ? member : null;
    }

    private AuditRecord find(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw new NotHere();
        }
        return records.find(List.of(Long.parseLong(id))).stream().findFirst().orElseThrow(NotHere::new);
    }
}
