package dev.cenote.testkit.flight;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;

/** A program that has a pool at work when it begins to record. */
public final class RecordedLater {

  private RecordedLater() {}

  /** Prints what it finds. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("recorded-later");
    try (FakeDatabase database = FakeDatabase.create();
        CenoteDataSource pool =
            CenoteDataSource.builder().name("orders").url(database.url()).build()) {
      for (int i = 0; i < 20; i++) {
        try (Connection connection = pool.getConnection()) {
          Stage.use(connection);
        }
      }
      if (FlightRecorder.isInitialized()) {
        System.out.println("the pool has started the recorder");
        return;
      }
      try (Flown flown = Flown.of(folder)) {
        flown.enableAll("Acquire");
        flown.enable("PoolState").with("period", "endChunk");
        flown.start();
        try (Connection connection = pool.getConnection()) {
          Stage.use(connection);
          for (RecordedEvent event : flown.stop()) {
            print(event);
          }
        }
      }
    }
  }

  /** Others may be there too, if the machine was slow. */
  private static void print(RecordedEvent event) {
    String type = event.getEventType().getName();
    if (type.endsWith(".Acquire")) {
      System.out.println("acquire " + event.getString("outcome") + " " + event.getString("pool"));
    } else if (type.endsWith(".PoolState")) {
      System.out.println(
          "state " + event.getString("pool") + " " + event.getInt("borrowed") + " borrowed");
    }
  }
}
