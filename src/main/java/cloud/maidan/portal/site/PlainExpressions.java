package cloud.maidan.portal.site;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.dialect.SpringStandardDialect;
import org.thymeleaf.spring6.expression.SPELVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;

/**
 * What stands in {@code ${…}}. Nearly all of it is plain: a path through our own records, a bean's method, a comparison.
 * Those are read here, as Spring's expression language would read them, at a small part of its price; it reads
 * everything else.
 */
@Component
class PlainExpressions implements IStandardVariableExpressionEvaluator {

    /** More expressions than all templates hold; some are put together while a page is made. */
    private static final int MOST = 5_000;

    private final IStandardVariableExpressionEvaluator spel = SPELVariableExpressionEvaluator.INSTANCE;
    private final ApplicationContext beans;
    private final Map<String, Optional<PlainExpression>> known = new ConcurrentHashMap<>();

    PlainExpressions(ApplicationContext beans, SpringTemplateEngine templates) {
        this.beans = beans;
        templates.setDialects(templates.getDialects().stream()
                .map(this::plainer)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private IDialect plainer(IDialect dialect) {
        if (!(dialect instanceof SpringStandardDialect before)) {
            return dialect;
        }
        SpringStandardDialect plainer = new SpringStandardDialect() {
            @Override
            public IStandardVariableExpressionEvaluator getVariableExpressionEvaluator() {
                return PlainExpressions.this;
            }
        };
        plainer.setEnableSpringELCompiler(before.getEnableSpringELCompiler());
        plainer.setRenderHiddenMarkersBeforeCheckboxes(before.getRenderHiddenMarkersBeforeCheckboxes());
        return plainer;
    }

    @Override
    public @Nullable Object evaluate(
            IExpressionContext context,
            IStandardVariableExpression expression,
            StandardExpressionExecutionContext conditions) {
        if (expression.getUseSelectionAsRoot()
                || conditions.getPerformTypeConversion()
                || conditions.getForbidUnsafeExpressionResults()) {
            return spel.evaluate(context, expression, conditions);
        }
        String text = expression.getExpression();
        Optional<PlainExpression> plain = plain(text);
        if (plain.isEmpty()
                || conditions.getRestrictVariableAccess() && plain.get().asksBeans()) {
            return spel.evaluate(context, expression, conditions);
        }
        try {
            return plain.get().value(context);
        } catch (PlainExpression.NotPlain e) {
            known.put(text, Optional.empty());
            return spel.evaluate(context, expression, conditions);
        } catch (RuntimeException e) {
            throw new TemplateProcessingException("Cannot evaluate \"" + text + "\"", e);
        }
    }

    private Optional<PlainExpression> plain(String text) {
        Optional<PlainExpression> plain = known.get(text);
        if (plain == null) {
            plain = PlainExpression.parse(text, beans::getBean);
            if (known.size() < MOST) {
                known.put(text, plain);
            }
        }
        return plain;
    }
}
