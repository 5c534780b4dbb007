/** The generic pool engine of Cenote: pools any resource, needs nothing but java.base. */
module dev.cenote.core {
  requires static org.jspecify;

  exports dev.cenote.core;
  exports dev.cenote.core.connect;
  exports dev.cenote.core.event;
  exports dev.cenote.core.measure;
  exports dev.cenote.core.time;
  exports dev.cenote.core.wait;
}
