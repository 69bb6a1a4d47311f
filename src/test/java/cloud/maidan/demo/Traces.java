package cloud.maidan.demo;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks for a word in whatever a stand-in holds, in whatever field it has, today's and tomorrow's. */
final class Traces {

    /** What stand-ins note for tests, and what tests compare with. */
    static final Set<String> NOTED = Set.of(
            "calls",
            "effects",
            "signed",
            "commands",
            "cookies",
            "asked",
            "marker",
            "seed",
            "own",
            "texts",
            "mira",
            "wiped");

    private final String word;
    private final Set<String> found = new TreeSet<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Traces(String word) {
        this.word = word;
    }

    /** Fields of the holders, and of whatever of this package they lead to, as {@code Class.field}. */
    static Set<String> of(String word, Object... holders) {
        Traces traces = new Traces(word);
        for (Object holder : holders) {
            traces.fields(holder);
        }
        return traces.found;
    }

    private void fields(Object holder) {
        for (Class<?> type = holder.getClass(); type != null && ours(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !NOTED.contains(field.getName())) {
                    look(type.getSimpleName() + "." + field.getName(), value(field, holder));
                }
            }
        }
    }

    private void look(String place, @Nullable Object value) {
        if (value == null || value instanceof Enum<?> || !seen.add(value)) {
            return;
        }
        switch (value) {
            case String text -> note(place, text);
            case byte[] bytes -> note(place, new String(bytes, StandardCharsets.UTF_8));
            case Map<?, ?> map ->
                map.forEach((key, each) -> {
                    look(place, key);
                    look(place, each);
                });
            case Collection<?> all -> all.forEach(each -> look(place, each));
            case Record record
            when ours(record.getClass()) -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    look(place, component(component, record));
                }
            }
            default -> {
                if (ours(value.getClass()) && !value.getClass().isHidden()) {
                    fields(value);
                }
            }
        }
    }

    /** Of several texts at one place each is told by how it begins. */
    private void note(String place, String text) {
        if (text.contains(word)) {
            found.add(place.endsWith("leftovers") ? place + " " + text.replaceAll("^(\\w+).*", "$1") : place);
        }
    }

    static boolean ours(Class<?> type) {
        return type.getPackageName().equals(Traces.class.getPackageName());
    }

    private static @Nullable Object value(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object component(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
