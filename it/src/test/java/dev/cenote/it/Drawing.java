package dev.cenote.it;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A component diagram in PlantUML: packages, and who may use whom. ArchUnit's own condition finds
 * code without an arrow; this finds the rest: arrows without code, code without a component.
 *
 * @param packages the component's name → its package, perhaps with two dots at the end
 * @param arrows as {@code from --> to}, in names of components
 */
record Drawing(Map<String, String> packages, TreeSet<String> arrows) {
  private static final Pattern COMPONENT = Pattern.compile("(?m)^ *\\[([^]]+)] *<<([\\w.]+)>>");
  private static final Pattern ARROW = Pattern.compile("(?m)^ *\\[([^]]+)] *--> *\\[([^]]+)] *$");

  static Drawing parse(String text) {
    Map<String, String> packages = new TreeMap<>();
    for (MatchResult found : COMPONENT.matcher(text).results().toList()) {
      packages.put(found.group(1), found.group(2));
    }
    TreeSet<String> arrows = new TreeSet<>();
    for (MatchResult found : ARROW.matcher(text).results().toList()) {
      arrows.add(arrow(found.group(1), found.group(2)));
    }
    return new Drawing(packages, arrows);
  }

  /** Returns how drawing and classes differ, one line each; empty if they agree. */
  List<String> differencesFrom(JavaClasses classes) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> used = new TreeSet<>();
    TreeSet<String> inhabited = new TreeSet<>();
    for (JavaClass type : classes) {
      Optional<String> component = componentOf(type);
      component.ifPresentOrElse(
          inhabited::add, () -> differences.add("no component for " + type.getFullName()));
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        Optional<String> target = componentOf(dependency.getTargetClass());
        if (component.isPresent() && target.isPresent() && !component.equals(target)) {
          used.add(arrow(component.get(), target.get()));
        }
      }
    }
    packages.keySet().stream()
        .filter(name -> !inhabited.contains(name))
        .forEach(name -> differences.add("drawn, but has no class: [" + name + "]"));
    missing(arrows, used).forEach(arrow -> differences.add("drawn, but not used: " + arrow));
    missing(used, arrows).forEach(arrow -> differences.add("used, but not drawn: " + arrow));
    return differences;
  }

  private Optional<String> componentOf(JavaClass type) {
    return packages.entrySet().stream()
        .filter(component -> holds(component.getValue(), type.getPackageName()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean holds(String pattern, String name) {
    if (!pattern.endsWith("..")) {
      return pattern.equals(name);
    }
    String top = pattern.substring(0, pattern.length() - 2);
    return name.equals(top) || name.startsWith(top + ".");
  }

  private static TreeSet<String> missing(TreeSet<String> from, TreeSet<String> in) {
    TreeSet<String> rest = new TreeSet<>(from);
    rest.removeAll(in);
    return rest;
  }

  private static String arrow(String from, String to) {
    return "[" + from + "] --> [" + to + "]";
  }
}
