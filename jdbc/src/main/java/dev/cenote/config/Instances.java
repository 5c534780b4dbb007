package dev.cenote.config;

import dev.cenote.error.Redactor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Objects made by the application; as text, the names of their classes. */
final class Instances {

  private Instances() {}

  /** A list of them. Each class of a text needs a public constructor without arguments. */
  static <T> SettingType<List<T>> of(Class<T> type) {
    Function<List<T>, String> show =
        all ->
            all.isEmpty()
                ? "none"
                : all.stream()
                    .map(each -> each.getClass().getName())
                    .collect(Collectors.joining(", "));
    return new SettingType<>("classes, with commas between", text -> parse(text, type), show);
  }

  private static <T> List<T> parse(String text, Class<T> type) {
    List<T> made = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        made.add(make(name.strip(), type));
      }
    }
    return List.copyOf(made);
  }

  private static <T> T make(String className, Class<T> type) {
    try {
      Class<?> named = Classes.named(className, false); // nothing of it runs yet
      if (type.isAssignableFrom(named)) {
        return type.cast(named.getConstructor().newInstance());
      }
    } catch (ClassNotFoundException missing) {
      throw new IllegalArgumentException("there is no class " + className, missing);
    } catch (InvocationTargetException | ExceptionInInitializerError threw) {
      throw new IllegalArgumentException(
          "the constructor of " + className + " threw " + Redactor.redact("" + threw.getCause()),
          threw);
    } catch (ReflectiveOperationException | LinkageError cannot) {
      throw new IllegalArgumentException(
          "cannot make a "
              + className
              + ": it needs to be public, with a public constructor without arguments",
          cannot);
    }
    throw new IllegalArgumentException(className + " is no " + type.getName());
  }
}
