package dev.cenote.testkit.contract;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Sets up the stage of each test and clears it away, which fails if something is left; prints at
 * the end which sentences were skipped, and why.
 */
final class StageExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        TestWatcher,
        ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(StageExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put(ContractReport.class, new ContractReport());
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    ContractTopic topic = (ContractTopic) context.getRequiredTestInstance();
    KindLimits.assumeCan(topic.kind(), sentenceOf(context));
    context.getStore(NAMESPACE).put(Stage.class, new Stage(topic.openDatabase(), topic.kind()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Stage stage = context.getStore(NAMESPACE).remove(Stage.class, Stage.class);
    if (stage != null) { // the database could not be opened
      stage.clear();
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    reportOf(context).ifPresent(report -> report.held(sentenceOf(context)));
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable reason) {
    reportOf(context).ifPresent(report -> report.skipped(sentenceOf(context), reason));
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable reason) {
    reportOf(context).ifPresent(report -> report.failed(sentenceOf(context)));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    ContractReport report =
        context.getStore(NAMESPACE).remove(ContractReport.class, ContractReport.class);
    if (report != null) {
      System.out.print(report.text(context.getRequiredTestClass().getSimpleName()));
    }
  }

  private static Optional<ContractReport> reportOf(ExtensionContext context) {
    return Optional.ofNullable(
        context.getStore(NAMESPACE).get(ContractReport.class, ContractReport.class));
  }

  private static String sentenceOf(ExtensionContext context) {
    return context.getRequiredTestMethod().getName();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Objects.requireNonNull(context.getStore(NAMESPACE).get(Stage.class, Stage.class));
  }
}
