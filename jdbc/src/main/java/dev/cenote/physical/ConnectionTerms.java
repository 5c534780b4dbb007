package dev.cenote.physical;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.error.ErrorKind;
import java.util.Map;

/**
 * What holds for connections: where they come from and what is done to them. Immutable; a running
 * pool may come to have others, and then reads all of them in one step.
 *
 * @param source opens them
 * @param initial what every lease starts with
 * @param resetOnReturn what becomes of an open transaction
 * @param errorKinds what the user says of errors, see {@link
 *     dev.cenote.physical.errors.ErrorTable#with}
 */
public record ConnectionTerms(
    ConnectionSource source,
    InitialState initial,
    ResetOnReturn resetOnReturn,
    Map<String, ErrorKind> errorKinds) {}
