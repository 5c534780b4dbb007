package dev.cenote.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes a driver's DataSource from the name of its class and texts for its bean properties. */
final class DataSourceBean {

  private static final String NO_TEXT = "cannot be set from text";

  private DataSourceBean() {}

  /**
   * Makes it and sets the properties.
   *
   * @throws IllegalArgumentException saying what does not fit, without a value
   */
  static DataSource of(String className, Map<String, String> properties) {
    DataSource source = instance(className);
    List<String> problems = new ArrayList<>();
    new TreeMap<>(properties)
        .forEach((name, text) -> {
          String problem = set(source, name, text);
          if (problem != null) {
            problems.add((name.isEmpty() ? "''" : name) + " " + problem);
          }
        });
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "properties of " + className + ": " + String.join("; ", problems));
    }
    return source;
  }

  private static DataSource instance(String className) {
    try {
      if (Classes.named(className, true).getConstructor().newInstance()
          instanceof DataSource source) {
        return source;
      }
      throw new IllegalArgumentException(className + " is no javax.sql.DataSource");
    } catch (ClassNotFoundException missing) {
      throw new IllegalArgumentException(
          "there is no class " + className + ": add the driver", missing);
    } catch (ReflectiveOperationException | LinkageError cannot) {
      throw new IllegalArgumentException("cannot make a " + className, cannot);
    }
  }

  /** Returns what is wrong with the first setter of that name; null if it, or another, takes it. */
  private static @Nullable String set(DataSource source, String name, String text) {
    List<Method> setters = setters(source.getClass(), name);
    String first = null;
    for (Method setter : setters) {
      String problem = set(source, setter, text);
      if (problem == null) {
        return null;
      }
      first = first == null || first.equals(NO_TEXT) ? problem : first;
    }
    return first == null ? "does not exist" : first;
  }

  /** As above, with one setter. */
  private static @Nullable String set(DataSource source, Method setter, String text) {
    try {
      Optional<Object> value = value(text, setter.getParameterTypes()[0]);
      if (value.isEmpty()) {
        return NO_TEXT;
      }
      setter.invoke(source, value.get());
      return null;
    } catch (NumberFormatException notNumber) {
      return "is no number";
    } catch (IllegalArgumentException unfit) {
      return "is neither true nor false";
    } catch (InvocationTargetException | IllegalAccessException refused) {
      return "is refused";
    }
  }

  private static List<Method> setters(Class<?> type, String name) {
    List<Method> found = new ArrayList<>();
    for (Method method : type.getMethods()) {
      boolean isNamed = !name.isEmpty() && method.getName().equalsIgnoreCase("set" + name);
      if (isNamed && method.getParameterCount() == 1) {
        found.add(method.getParameterTypes()[0] == String.class ? 0 : found.size(), method);
      }
    }
    return found;
  }

  private static Optional<Object> value(String text, Class<?> type) {
    if (type == String.class) {
      return Optional.of(text);
    } else if (type == int.class || type == Integer.class) {
      return Optional.of(Integer.valueOf(text.strip()));
    } else if (type == long.class || type == Long.class) {
      return Optional.of(Long.valueOf(text.strip()));
    } else if (type == short.class || type == Short.class) {
      return Optional.of(Short.valueOf(text.strip()));
    } else if (type == boolean.class || type == Boolean.class) {
      return Optional.of(ForeignText.flag(text));
    } else if (type == char[].class) {
      return Optional.of(text.toCharArray());
    }
    return Optional.empty();
  }
}
