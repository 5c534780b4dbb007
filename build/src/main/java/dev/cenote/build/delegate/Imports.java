package dev.cenote.build.delegate;

import java.lang.reflect.Type;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shortens type names and remembers what has to be imported for that. */
final class Imports {
  private static final Pattern QUALIFIED = Pattern.compile("(java(?:\\.[a-z]+)+)\\.([A-Z]\\w*)");

  private final TreeSet<String> names = new TreeSet<>();

  /** The name of a type as it stands in source, generics included. */
  String shorten(Type type) {
    Matcher matcher = QUALIFIED.matcher(type.getTypeName());
    return matcher.replaceAll(found -> {
      if (!found.group(1).equals("java.lang")) {
        names.add(found.group());
      }
      return found.group(2);
    });
  }

  /** The import lines, sorted. */
  String render() {
    StringBuilder lines = new StringBuilder();
    names.forEach(name -> lines.append("import ").append(name).append(";\n"));
    return lines.toString();
  }
}
