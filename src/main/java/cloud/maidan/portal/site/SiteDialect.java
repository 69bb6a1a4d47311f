package cloud.maidan.portal.site;

import cloud.maidan.portal.subject.Text;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;
import org.unbescape.html.HtmlEscape;

/**
 * The small parts that stand on every page by the dozen, written straight into it: a template fragment for each would
 * be most of a page's time.
 *
 * <ul>
 *   <li>{@code <svg site:icon="house"></svg>}, or {@code site:icon="${…}"}: an icon
 *   <li>{@code <site:pill kind="good" icon="check" text="#{…}"></site:pill>}: a word with an icon
 *   <li>{@code <site:tile icon="house" state="known"></site:tile>}: an icon on its ground
 *   <li>{@code site:say="${text}"}: a {@link Text} in words
 *   <li>{@code site:href="/assets/site.css"}, {@code site:src}: one of the portal's own files
 * </ul>
 */
@Component
class SiteDialect extends AbstractProcessorDialect {

    private static final String PREFIX = "site";
    private static final int AFTER_CONDITIONS = 1500;

    private final Icons icons;
    private final Assets assets;
    private final Words words;

    SiteDialect(Icons icons, Assets assets, Words words) {
        super("Maidan Portal's parts", PREFIX, StandardDialect.PROCESSOR_PRECEDENCE);
        this.icons = icons;
        this.assets = assets;
        this.words = words;
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
        return Set.of(
                new Icon(prefix),
                new Pill(prefix),
                new Tile(prefix),
                new Say(prefix),
                new Asset(prefix, "href"),
                new Asset(prefix, "src"));
    }

    private final class Icon extends AbstractAttributeTagProcessor {

        Icon(String prefix) {
            super(TemplateMode.HTML, prefix, null, false, "icon", true, AFTER_CONDITIONS, true);
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String value,
                IElementTagStructureHandler page) {
            page.replaceWith(icons.svg(said(context, value)), false);
        }
    }

    private final class Say extends AbstractAttributeTagProcessor {

        Say(String prefix) {
            super(TemplateMode.HTML, prefix, null, false, "say", true, AFTER_CONDITIONS, true);
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String value,
                IElementTagStructureHandler page) {
            page.setBody(HtmlEscape.escapeHtml4Xml(said(context, value)), false);
        }
    }

    private final class Asset extends AbstractAttributeTagProcessor {

        private final String attribute;

        Asset(String prefix, String attribute) {
            super(TemplateMode.HTML, prefix, null, false, attribute, true, AFTER_CONDITIONS, true);
            this.attribute = attribute;
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String value,
                IElementTagStructureHandler page) {
            int part = value.indexOf('#');
            page.setAttribute(
                    attribute,
                    part < 0
                            ? assets.address(value)
                            : assets.address(value.substring(0, part)) + value.substring(part));
        }
    }

    private final class Pill extends AbstractElementTagProcessor {

        Pill(String prefix) {
            super(TemplateMode.HTML, prefix, "pill", true, null, false, AFTER_CONDITIONS);
        }

        @Override
        protected void doProcess(
                ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler page) {
            page.replaceWith(
                    icons.pill(
                            said(context, tag.getAttributeValue("kind")),
                            said(context, tag.getAttributeValue("icon")),
                            said(context, tag.getAttributeValue("text"))),
                    false);
        }
    }

    private final class Tile extends AbstractElementTagProcessor {

        Tile(String prefix) {
            super(TemplateMode.HTML, prefix, "tile", true, null, false, AFTER_CONDITIONS);
        }

        @Override
        protected void doProcess(
                ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler page) {
            page.replaceWith(
                    icons.tile(
                            said(context, tag.getAttributeValue("icon")),
                            said(context, tag.getAttributeValue("state"))),
                    false);
        }
    }

    /** An expression's value in words; what is no expression is meant as it stands. */
    private String said(ITemplateContext context, @Nullable String value) {
        if (value == null) {
            return "";
        }
        if (value.indexOf('{') < 0) {
            return value;
        }
        return words.of(StandardExpressions.getExpressionParser(context.getConfiguration())
                .parseExpression(context, value)
                .execute(context));
    }
}
