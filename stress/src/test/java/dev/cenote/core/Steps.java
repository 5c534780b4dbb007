package dev.cenote.core;

import java.lang.reflect.Method;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/** Scenarios of {@link HandoffOperations}: what happens first, and what then happens at once. */
final class Steps {

  private Steps() {}

  static Actor borrow(int client) {
    return step("borrow", client);
  }

  static Actor giveBack(int client) {
    return step("giveBack", client);
  }

  static Actor giveUp(int client) {
    return step("giveUp", client);
  }

  static Actor look(int client) {
    return step("look", client);
  }

  private static Actor step(String operation, int client) {
    try {
      Method method = HandoffOperations.class.getMethod(operation, int.class);
      return new Actor(method, List.of(client));
    } catch (NoSuchMethodException bug) {
      throw new IllegalStateException("bug: no such operation", bug);
    }
  }

  static List<Actor> first(Actor... steps) {
    return List.of(steps);
  }

  static List<Actor> thread(Actor... steps) {
    return List.of(steps);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the lists are only read
  static ExecutionScenario then(List<Actor> first, List<Actor>... threads) {
    return new ExecutionScenario(first, List.of(threads), List.of(), null);
  }
}
