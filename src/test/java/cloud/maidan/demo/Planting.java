package cloud.maidan.demo;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through whatever a stand-in holds, field by field, and puts a word of the field's own into each text that is the
 * member's. Fields are called by the record and the component, or by the holder, the field and the keys below it.
 */
final class Planting {

    /** Whose a row, a record or an entry of a map is. */
    interface Whose {

        /** Null for what is as whatever it is part of. */
        @Nullable
        Boolean isMembers(String path, Object entity);
    }

    private final FieldWords words;
    private final Whose whose;
    private final Set<String> declared = new TreeSet<>();
    private final Set<String> reached = new TreeSet<>();
    private final Map<Object, Object> done = new IdentityHashMap<>();
    private int touched;

    Planting(FieldWords words, Whose whose) {
        this.words = words;
        this.whose = whose;
    }

    Planted into(Object... holders) {
        Stream.of(holders).forEach(this::fields);
        Set<String> missed = new TreeSet<>(declared);
        missed.removeAll(reached);
        return words.planted(missed);
    }

    private void fields(Object holder) {
        done.put(holder, holder);
        for (Field field : holder.getClass().getDeclaredFields()) {
            boolean person = field.getType().isRecord() && field.getName().equals("mira");
            if (Modifier.isStatic(field.getModifiers()) || Traces.NOTED.contains(field.getName()) && !person) {
                continue;
            }
            String path = holder.getClass().getSimpleName() + "." + field.getName();
            declare(path, field.getType());
            try {
                field.setAccessible(true);
                @Nullable Object before = field.get(holder);
                @Nullable Object after = changed(path, before, false);
                if (after != before) {
                    field.set(holder, after);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The same with the words in it: itself when it can be changed, another one when it cannot. */
    @Nullable
    Object changed(String path, @Nullable Object value, boolean members) {
        if (words.leavesOut(path)) {
            reach(path);
            return value;
        }
        if (value == null || value instanceof Enum<?> || done.containsKey(value)) {
            return value == null ? null : done.getOrDefault(value, value);
        }
        if (value instanceof String || value instanceof byte[]) {
            if (members) {
                reach(path);
            }
            return members ? words.into(path, value) : value;
        }
        int before = touched;
        Boolean own = whose.isMembers(path, value);
        Object after = inside(path, value, own == null ? members : own);
        if (touched > before) {
            reach(path);
        }
        done.put(value, after);
        done.put(after, after);
        return after;
    }

    private Object inside(String path, Object value, boolean members) {
        return switch (value) {
            case Map<?, ?> map -> map(path, map, members);
            case Collection<?> all -> all(path, all, members);
            case Record record -> Traces.ours(record.getClass()) ? record(record, members) : record;
            default -> {
                if (Traces.ours(value.getClass()) && !value.getClass().isHidden()) {
                    fields(value);
                }
                yield value;
            }
        };
    }

    private void reach(String path) {
        reached.add(path);
        touched++;
    }

    @SuppressWarnings("unchecked")
    private Object map(String path, Map<?, ?> map, boolean members) {
        Map<Object, @Nullable Object> after = (Map<Object, @Nullable Object>) map;
        for (Map.Entry<?, ?> entry : new ArrayList<>(map.entrySet())) {
            Object key = entry.getKey();
            Boolean own = whose.isMembers(path, Map.entry(key, path));
            @Nullable Object changed = changed(below(path, key), entry.getValue(), own == null ? members : own);
            if (changed != entry.getValue()) {
                try {
                    after.put(key, changed);
                } catch (UnsupportedOperationException fixed) {
                    after = new LinkedHashMap<>(after);
                    after.put(key, changed);
                }
            }
        }
        return after;
    }

    /** Keys that are ids are no part of a field's name. */
    private static String below(String path, Object key) {
        return key instanceof String name && name.matches("[A-Za-z_-]{1,30}") ? path + "." + name : path;
    }

    @SuppressWarnings("unchecked")
    private Object all(String path, Collection<?> all, boolean members) {
        List<@Nullable Object> after = new ArrayList<>();
        boolean same = true;
        for (Object each : all) {
            @Nullable Object changed = changed(path, each, members);
            same &= changed == each;
            after.add(changed);
        }
        try {
            if (same) {
                return all;
            } else if (all instanceof List<?> list) {
                for (int i = 0; i < after.size(); i++) {
                    ((List<@Nullable Object>) list).set(i, after.get(i));
                }
            } else {
                all.clear();
                ((Collection<@Nullable Object>) all).addAll(after);
            }
            return all;
        } catch (UnsupportedOperationException fixed) {
            return after;
        }
    }

    private Object record(Record record, boolean members) {
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            @Nullable Object[] values = new @Nullable Object[components.length];
            boolean same = true;
            for (int i = 0; i < components.length; i++) {
                String path = record.getClass().getSimpleName() + "." + components[i].getName();
                declare(path, components[i].getType());
                components[i].getAccessor().setAccessible(true);
                @Nullable Object before = components[i].getAccessor().invoke(record);
                values[i] = changed(path, before, members);
                same &= values[i] == before;
            }
            Constructor<?> constructor = record.getClass()
                    .getDeclaredConstructor(
                            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return same ? record : constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever can hold a text has to be reached. */
    private void declare(String path, Class<?> type) {
        if (type == Object.class
                || Stream.of(String.class, byte[].class, Map.class, Collection.class)
                        .anyMatch(kind -> kind.isAssignableFrom(type))) {
            declared.add(path);
        }
    }
}
