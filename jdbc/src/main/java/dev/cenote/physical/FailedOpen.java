package dev.cenote.physical;

import dev.cenote.core.connect.OpenFailure;
import dev.cenote.error.ErrorKind;
import dev.cenote.physical.errors.ErrorChain;
import dev.cenote.physical.errors.ErrorTable;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLTimeoutException;
import java.util.Set;

/** What it means that no connection could be opened. */
final class FailedOpen {

  private FailedOpen() {}

  /** By what the errors of the database mean, and those of the network. */
  static OpenFailure kindOf(Throwable failure, ErrorTable errors) {
    Set<ErrorKind> kinds = errors.kindsIn(failure);
    if (kinds.contains(ErrorKind.SERVER_FULL)) {
      return OpenFailure.SERVER_FULL;
    }
    if (kinds.contains(ErrorKind.LOGIN_REFUSED)) {
      return OpenFailure.LOGIN_REFUSED;
    }
    return kinds.contains(ErrorKind.DEAD) || isOfTheNetwork(failure)
        ? OpenFailure.UNREACHABLE
        : OpenFailure.OTHER;
  }

  private static boolean isOfTheNetwork(Throwable failure) {
    for (Throwable one : ErrorChain.of(failure)) {
      if (one instanceof SocketException
          || one instanceof SocketTimeoutException
          || one instanceof UnknownHostException
          || one instanceof UnresolvedAddressException
          || one instanceof EOFException
          || one instanceof SQLTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
