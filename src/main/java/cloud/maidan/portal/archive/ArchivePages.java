package cloud.maidan.portal.archive;

import cloud.maidan.portal.archive.Bag.Contents;
import cloud.maidan.portal.archive.Overview.Folder;
import cloud.maidan.portal.site.Format;
import cloud.maidan.portal.site.Words;
import cloud.maidan.portal.subject.Member;
import cloud.maidan.portal.subject.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** The pages inside an archive: readable without a network, in the member's language, without a script. */
@Component
class ArchivePages {

    /** More than so many gaps of one service are left to {@code missing.json}. */
    private static final int SHOWN = 50;

    private final ITemplateEngine templates;
    private final Words words;
    private final Format format;
    private final String style;

    ArchivePages(ITemplateEngine templates, Words words, Format format) {
        this.templates = templates;
        this.words = words;
        this.format = format;
        this.style = "<style>\n" + Bag.resource("archive/pages.css") + "</style>";
    }

    /** A service as a page shows it; numbers and sentences are in the member's language. */
    record Row(
            String service,
            String product,
            String name,
            String state,
            String leftOut,
            boolean present,
            String items,
            String bytes,
            String missing,
            List<Line> described,
            List<Line> gaps,
            long moreGaps) {}

    /** @param schema file with the path's JSON Schema; empty when there is none */
    record Line(String path, String text, String schema) {}

    String index(Contents contents, Overview overview, Instant now) {
        return page("archive/index", contents, overview, now);
    }

    String readme(Contents contents, Overview overview, Instant now) {
        return page("archive/readme", contents, overview, now);
    }

    private String page(String template, Contents contents, Overview overview, Instant now) {
        Member member = contents.description().member();
        LocaleContext before = LocaleContextHolder.getLocaleContext();
        LocaleContextHolder.setLocaleContext(
                new SimpleTimeZoneAwareLocaleContext(member.locale(), TimeZone.getTimeZone(member.zone())));
        try {
            return templates.process(
                    template,
                    new Context(
                            member.locale(),
                            Map.of(
                                    "style", style,
                                    "community", contents.description().community(),
                                    "reference", contents.archive().reference(),
                                    "member", member.displayName(),
                                    "username", member.username(),
                                    "made", format.instant(now),
                                    "complete", overview.complete(),
                                    "items", format.count(contents.items()),
                                    "bytes", format.bytes(contents.payload()),
                                    "services",
                                            overview.folders().stream()
                                                    .map(this::row)
                                                    .toList())));
        } finally {
            LocaleContextHolder.setLocaleContext(before);
        }
    }

    private Row row(Folder folder) {
        return new Row(
                folder.part().service(),
                folder.part().product(),
                words.say(folder.part().name()),
                folder.state().word(),
                say(folder.part().leftOut()),
                folder.items() > 0,
                format.count(folder.items()),
                format.bytes(folder.bytes()),
                folder.missingCount() == 0 ? "" : format.count(folder.missingCount()),
                folder.paths().stream()
                        .map(path -> new Line(
                                path,
                                say(folder.described().get(path)),
                                Objects.requireNonNullElse(folder.schema(path), "")))
                        .toList(),
                folder.missing().stream()
                        .limit(SHOWN)
                        .map(gap -> new Line(gap.path(), words.say(gap.why()), ""))
                        .toList(),
                Math.max(0, folder.missingCount() - SHOWN));
    }

    private String say(@Nullable Text text) {
        return text == null ? "" : words.say(text);
    }
}
