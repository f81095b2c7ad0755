package tradelab.deploy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the Kubernetes API does not know. The model's classes keep such fields as additional properties instead of
 * refusing them, at whatever depth they are.
 */
final class UnknownFields {
    private static final String MODEL = "io.fabric8.kubernetes.api.model";
    private static final String ADDITIONAL = "additionalProperties";

    private final List<String> paths = new ArrayList<>();

    private UnknownFields() {}

    /** Returns the paths of all unknown fields below {@code object}. */
    static List<String> of(String root, Object object) {
        UnknownFields found = new UnknownFields();
        found.walk(root, object);
        return found.paths;
    }

    private void walk(String path, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Collection<?> items -> {
                int i = 0;
                for (Object item : items) {
                    walk(path + "[" + i++ + "]", item);
                }
            }
            case Map<?, ?> entries -> entries.forEach((key, item) -> walk(path + "." + key, item));
            default -> {
                if (value.getClass().getName().startsWith(MODEL)
                        && !value.getClass().isEnum()) {
                    fields(path, value);
                }
            }
        }
    }

    private void fields(String path, Object value) {
        for (Class<?> type = value.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                Object content = read(field, value);
                if (!field.getName().equals(ADDITIONAL)) {
                    walk(path + "." + field.getName(), content);
                } else if (content instanceof Map<?, ?> unknown) {
                    unknown.keySet().forEach(key -> paths.add(path + "." + key));
                }
            }
        }
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + field, e);
        }
    }
}
