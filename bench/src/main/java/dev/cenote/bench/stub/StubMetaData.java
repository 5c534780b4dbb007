package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandles;
import java.sql.DatabaseMetaData;

/** The little that pools ask of it when they start. */
abstract class StubMetaData implements DatabaseMetaData {

  private static final Completion<StubMetaData> COMPLETION =
      new Completion<>(StubMetaData.class, MethodHandles.lookup());

  static StubMetaData create() {
    return COMPLETION.create();
  }

  @Override
  public String getURL() {
    return "jdbc:stub:0";
  }

  @Override
  public String getUserName() {
    return "app";
  }

  @Override
  public String getDatabaseProductName() {
    return "Stub";
  }

  @Override
  public String getDatabaseProductVersion() {
    return "1";
  }

  @Override
  public int getDatabaseMajorVersion() {
    return 1;
  }

  @Override
  public int getDatabaseMinorVersion() {
    return 0;
  }

  @Override
  public String getDriverName() {
    return "Stub";
  }

  @Override
  public String getDriverVersion() {
    return "1";
  }

  @Override
  public int getJDBCMajorVersion() {
    return 4;
  }

  @Override
  public int getJDBCMinorVersion() {
    return 3;
  }
}
