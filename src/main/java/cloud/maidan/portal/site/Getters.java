package cloud.maidan.portal.site;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.engine.IterationStatusVar;

/** Public methods of the portal's own types, and of the few others that templates look into. */
final class Getters {

    private static final Object[] NOTHING = {};
    private static final String OURS = "cloud.maidan.";

    private static final Map<Key, Optional<Method>> PROPERTIES = new ConcurrentHashMap<>();
    private static final Map<Key, Optional<Method>> METHODS = new ConcurrentHashMap<>();

    private record Key(Class<?> type, String name, int arguments) {}

    private Getters() {}

    /** {@code owner.name}: a record's component, or a getter. */
    static @Nullable Object property(@Nullable Object owner, String name) {
        if (owner instanceof Map.Entry<?, ?> entry) {
            return switch (name) {
                case "key" -> entry.getKey();
                case "value" -> entry.getValue();
                default -> throw new PlainExpression.NotPlain(name);
            };
        }
        if (name.equals("empty") && (owner instanceof Collection || owner instanceof Map)) {
            return isEmpty(owner);
        }
        return invoke(
                PROPERTIES.computeIfAbsent(new Key(type(owner, name), name, 0), Getters::findProperty),
                owner,
                name,
                NOTHING);
    }

    /** {@code owner.name(…)}. */
    static @Nullable Object call(@Nullable Object owner, String name, @Nullable Object[] arguments) {
        if (name.equals("isEmpty") && arguments.length == 0 && (owner instanceof Collection || owner instanceof Map)) {
            return isEmpty(owner);
        }
        return invoke(
                METHODS.computeIfAbsent(new Key(type(owner, name), name, arguments.length), Getters::findMethod),
                owner,
                name,
                arguments);
    }

    private static boolean isEmpty(Object some) {
        return some instanceof Map<?, ?> map ? map.isEmpty() : ((Collection<?>) some).isEmpty();
    }

    private static Class<?> type(@Nullable Object owner, String name) {
        if (owner == null) {
            throw new IllegalArgumentException("nothing has no " + name);
        }
        return owner.getClass();
    }

    private static @Nullable Object invoke(
            Optional<Method> method, @Nullable Object owner, String name, @Nullable Object[] arguments) {
        if (method.isEmpty()) {
            throw new PlainExpression.NotPlain(name);
        }
        try {
            return method.get().invoke(owner, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new PlainExpression.NotPlain(name);
        }
    }

    private static Optional<Method> findProperty(Key key) {
        String tail = Character.toUpperCase(key.name().charAt(0)) + key.name().substring(1);
        for (String name : List.of("get" + tail, "is" + tail, key.name())) {
            Optional<Method> method = findMethod(new Key(key.type(), name, 0));
            if (method.isPresent()) {
                return method;
            }
        }
        return Optional.empty();
    }

    /** Empty also where several would do: which of them is meant is not for us to say. */
    private static Optional<Method> findMethod(Key key) {
        List<Method> found = Arrays.stream(key.type().getMethods())
                .filter(method -> method.getName().equals(key.name())
                        && method.getParameterCount() == key.arguments()
                        && !method.isBridge()
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() != void.class
                        && known(method))
                .toList();
        if (found.size() != 1) {
            return Optional.empty();
        }
        // public methods of types that are hidden in their package
        return found.getFirst().trySetAccessible() ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static boolean known(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        return declaring.getName().startsWith(OURS)
                || declaring == IterationStatusVar.class
                || declaring == Enum.class && method.getName().equals("name");
    }
}
