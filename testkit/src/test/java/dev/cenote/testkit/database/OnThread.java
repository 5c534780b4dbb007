package dev.cenote.testkit.database;

import dev.cenote.testkit.contract.ThreadKind;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs each test on a thread of one kind. */
record OnThread(ThreadKind kind) implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    FutureTask<Throwable> test =
        new FutureTask<>(() -> {
          try {
            invocation.proceed();
            return null;
          } catch (Throwable failure) {
            return failure;
          }
        });
    Thread unused = kind.start(test);
    Throwable failure = outcome(test);
    if (failure != null) {
      throw failure;
    }
  }

  private static Throwable outcome(FutureTask<Throwable> test) throws InterruptedException {
    try {
      return test.get();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }
}
