package dev.cenote.bench.crowd;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives turns to threads of which few may run at a time, lap by lap: each thread has one turn in a
 * lap. They wait in the kernel for a byte from a named pipe, which wakes who came first. Not
 * parked: a futex of Linux 6.18 is found by a hash with few places in a process on few processors,
 * and to wake one of 20,000 parked threads takes a third of a millisecond.
 */
final class Batons implements AutoCloseable {

  private static final long MKFIFO_SECONDS = 10;

  private final int threads;
  private final Path folder;

  /** Those of a lap wait for one, those of the next lap for the other: nobody goes twice. */
  private final List<RandomAccessFile> pipes;

  /** Turns that have been given. */
  private final AtomicLong given = new AtomicLong();

  /** Why there are none on this system; empty if there are. */
  static String obstacle() {
    return File.separatorChar == '/'
        ? ""
        : "turns are given by named pipes, which it does not have";
  }

  /** For so many threads; no turn is given yet. */
  Batons(int threads) throws IOException, InterruptedException {
    this.threads = threads;
    this.folder = Files.createTempDirectory("cenote-bench-");
    this.pipes = List.of(pipe("even"), pipe("odd"));
  }

  private RandomAccessFile pipe(String name) throws IOException, InterruptedException {
    Path path = folder.resolve(name);
    Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).start();
    if (!mkfifo.waitFor(MKFIFO_SECONDS, TimeUnit.SECONDS) || mkfifo.exitValue() != 0) {
      throw new IOException("mkfifo makes no pipe in " + folder);
    }
    return new RandomAccessFile(path.toFile(), "rw");
  }

  /** Blocks until it is the caller's turn of this lap. */
  void take(long lap) throws IOException {
    int unused = pipes.get((int) (lap & 1)).read();
  }

  /** The next one's turn. */
  void give() throws IOException {
    long lap = given.getAndIncrement() / threads;
    pipes.get((int) (lap & 1)).write(1);
  }

  /** Gives everybody a turn who waits. */
  void release() throws IOException {
    for (RandomAccessFile pipe : pipes) {
      pipe.write(new byte[threads]);
    }
  }

  @Override
  public void close() throws IOException {
    for (RandomAccessFile pipe : pipes) {
      pipe.close();
    }
    Files.deleteIfExists(folder.resolve("even"));
    Files.deleteIfExists(folder.resolve("odd"));
    Files.deleteIfExists(folder);
  }
}
