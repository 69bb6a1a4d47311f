package cloud.maidan.portal.site;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IExpressionContext;

/**
 * A parsed plain expression: {@code a.b.c()}, {@code @bean.method(a.b, 'c')}, {@code #lists.isEmpty(a)}, {@code !},
 * {@code == null}, {@code != 'text'}, {@code and}, {@code or}, {@code ? :} and brackets.
 */
final class PlainExpression {

    /** The value at hand is none that can be read plainly. */
    static final class NotPlain extends RuntimeException {

        NotPlain(String what) {
            super(what, null, false, false);
        }
    }

    private interface Term {

        @Nullable
        Object value(IExpressionContext context);
    }

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(#lists\\.isEmpty|[@]?[A-Za-z_][A-Za-z0-9_]*)|'([^']*)'|(==|!=|[.(),?:!]))\\s*");
    private static final Set<String> WORDS = Set.of(
            "and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod", "instanceof", "matches", "new", "T");
    /** Names that mean more to Thymeleaf than a variable. */
    private static final Set<String> TAKEN = Set.of("param", "session", "application", "this");

    private final Term whole;
    private final boolean asksBeans;

    private PlainExpression(Term whole, boolean asksBeans) {
        this.whole = whole;
        this.asksBeans = asksBeans;
    }

    /** Empty when the text is not plain. */
    static Optional<PlainExpression> parse(String text, Function<String, Object> beans) {
        try {
            Parser parser = new Parser(tokens(text), beans);
            Term whole = parser.choice();
            parser.end();
            return Optional.of(new PlainExpression(whole, parser.asksBeans));
        } catch (NotPlain e) {
            return Optional.empty();
        }
    }

    boolean asksBeans() {
        return asksBeans;
    }

    /** @throws NotPlain when a value on the way has to be left to the full language */
    @Nullable
    Object value(IExpressionContext context) {
        return whole.value(context);
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new NotPlain(text);
            }
            String literal = matcher.group(2);
            String name = matcher.group(1);
            tokens.add(literal != null ? "'" + literal : name != null ? name : matcher.group(3));
            at = matcher.end();
        }
        return tokens;
    }

    private static final class Parser {

        private final List<String> tokens;
        private final Function<String, Object> beans;
        private int at;
        private boolean asksBeans;

        Parser(List<String> tokens, Function<String, Object> beans) {
            this.tokens = tokens;
            this.beans = beans;
        }

        Term choice() {
            Term condition = either();
            if (!taken("?")) {
                return condition;
            }
            Term yes = choice();
            must(":");
            Term no = choice();
            return context -> (truth(condition, context) ? yes : no).value(context);
        }

        private Term either() {
            Term first = both();
            while (taken("or")) {
                Term left = first;
                Term right = both();
                first = context -> truth(left, context) || truth(right, context);
            }
            return first;
        }

        private Term both() {
            Term first = comparison();
            while (taken("and")) {
                Term left = first;
                Term right = comparison();
                first = context -> truth(left, context) && truth(right, context);
            }
            return first;
        }

        private Term comparison() {
            Term left = operand();
            boolean same = taken("==");
            if (!same && !taken("!=")) {
                return left;
            }
            if (taken("null")) {
                return context -> (left.value(context) == null) == same;
            }
            String text = literal();
            return context -> text.equals(textOrNull(left.value(context))) == same;
        }

        private Term operand() {
            if (taken("!")) {
                Term negated = operand();
                return context -> !truth(negated, context);
            }
            if (taken("(")) {
                Term inner = choice();
                must(")");
                return inner;
            }
            String next = peek();
            if (next.startsWith("'")) {
                String text = literal();
                return context -> text;
            }
            if (taken("null")) {
                return context -> null;
            }
            if (taken("true")) {
                return context -> true;
            }
            if (taken("false")) {
                return context -> false;
            }
            if (taken("#lists.isEmpty")) {
                Term list = arguments().getFirst();
                return context -> empty(list.value(context));
            }
            return path(start(name()));
        }

        private Term start(String name) {
            if (name.startsWith("@")) {
                asksBeans = true;
                Object bean = beans.apply(name.substring(1));
                return context -> bean;
            }
            if (TAKEN.contains(name)) {
                throw new NotPlain(name);
            }
            return context -> context.getVariable(name);
        }

        private Term path(Term start) {
            Term path = start;
            while (taken(".")) {
                Term owner = path;
                String name = name();
                if (peek().equals("(")) {
                    List<Term> arguments = arguments();
                    path = context -> Getters.call(owner.value(context), name, values(arguments, context));
                } else {
                    path = context -> Getters.property(owner.value(context), name);
                }
            }
            return path;
        }

        private List<Term> arguments() {
            must("(");
            List<Term> arguments = new ArrayList<>();
            while (!taken(")")) {
                if (!arguments.isEmpty()) {
                    must(",");
                }
                arguments.add(choice());
            }
            return arguments;
        }

        private String name() {
            String name = peek();
            if (name.isEmpty()
                    || WORDS.contains(name)
                    || !Character.isLetter(name.charAt(name.startsWith("@") && name.length() > 1 ? 1 : 0))) {
                throw new NotPlain(name);
            }
            at++;
            return name;
        }

        private String literal() {
            String literal = peek();
            if (!literal.startsWith("'")) {
                throw new NotPlain(literal);
            }
            at++;
            return literal.substring(1);
        }

        private String peek() {
            return at < tokens.size() ? tokens.get(at) : "";
        }

        private boolean taken(String token) {
            boolean there = peek().equals(token);
            if (there) {
                at++;
            }
            return there;
        }

        private void must(String token) {
            if (!taken(token)) {
                throw new NotPlain(token);
            }
        }

        void end() {
            if (at < tokens.size()) {
                throw new NotPlain(peek());
            }
        }
    }

    private static boolean truth(Term term, IExpressionContext context) {
        if (term.value(context) instanceof Boolean value) {
            return value;
        }
        throw new NotPlain("a condition");
    }

    private static boolean empty(@Nullable Object list) {
        if (list == null) {
            return true;
        }
        if (list instanceof Collection<?> collection) {
            return collection.isEmpty();
        }
        throw new NotPlain("a list");
    }

    private static @Nullable String textOrNull(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new NotPlain("a text");
    }

    private static @Nullable Object[] values(List<Term> terms, IExpressionContext context) {
        @Nullable Object[] values = new Object[terms.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = terms.get(i).value(context);
        }
        return values;
    }
}
