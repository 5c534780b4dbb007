package dev.cenote.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: it can only help. */
@Command(
    name = "cenote",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Cenote, a database connection pool for the JVM.",
    description = {
      "",
      "A pool keeps a few database connections open and shares them among many clients, so that"
          + " nobody pays for opening one per query. A client borrows a connection, uses it, and"
          + " gives it back; when all are borrowed it waits its turn. So the database is never"
          + " asked for more connections than it can bear.",
      "",
      "This command shows it on real databases, none of which must be installed."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  cenote demo                  with and without a pool, on three databases",
      "  cenote demo --db sqlite,h2   the same without starting a server",
      "  cenote demo --help           what is measured, and every option",
      "",
      "In the source tree, beside the command:",
      "  cenote bench faults --help   what faults do to Cenote and to other pools",
      "  cenote bench speed --help    how fast it is, beside other pools"
    })
final class CenoteCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("bug: picocli has not set the spec");
    }
    throw new ParameterException(spec.commandLine(), "which command? There is: demo");
  }
}
