package dev.cenote.config;

import dev.cenote.error.Redactor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Objects made by the application; as text, the names of their classes, each of which needs a
 * public constructor without arguments.
 */
final class Instances<T> extends SettingType<List<T>> {

  private final Class<T> type;

  Instances(Class<T> type) {
    super("classes, with commas between");
    this.type = type;
  }

  @Override
  public String show(List<T> all) {
    return all.isEmpty()
        ? "none"
        : all.stream().map(each -> each.getClass().getName()).collect(Collectors.joining(", "));
  }

  @Override
  public List<T> parse(String text) {
    List<T> made = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      if (!name.isBlank()) {
        made.add(make(name.strip()));
      }
    }
    return List.copyOf(made);
  }

  private T make(String className) {
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
