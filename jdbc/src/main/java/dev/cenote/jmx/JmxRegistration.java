package dev.cenote.jmx;

import java.util.function.Consumer;

/**
 * Registers a pool with the platform's MBean server. The classes of JMX are loaded only by {@link
 * #begin}, so a runtime image may lack them. Any thread.
 */
public final class JmxRegistration {

  private static final String MODULE = "java.management";

  private JmxRegistration() {}

  /**
   * Registers, under a name with a number if another pool has the name; never throws.
   *
   * @param pool the pool's name
   * @param note told if it has got a number
   * @param failure told why it could not be registered
   * @return ends the registration
   */
  public static Runnable begin(
      String pool, CenotePoolMXBean bean, Consumer<String> note, Consumer<Throwable> failure) {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) { // or some class of it would be the cause
      failure.accept(
          new UnsupportedOperationException("this virtual machine runs without module " + MODULE));
      return () -> {};
    }
    try {
      return PlatformServer.register(pool, bean, note);
    } catch (Throwable unable) { // not allowed, no memory: a pool must start without
      failure.accept(unable);
      return () -> {};
    }
  }
}
