package dev.cenote.faults.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server, on a loopback port of its own, and does to connections what networks do.
 * Its threads are daemons. Safe for any thread.
 *
 * <p>While packets are dropped a new connection is taken, as a load balancer does it, but nothing
 * comes back on it.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int BACKLOG = 200;

  private final ServerSocket door;
  private final CopyOnWriteArrayList<Link> links = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Weather forNew = Weather.FAIR;

  /** Where new connections lead to. */
  private volatile InetSocketAddress server;

  private FaultProxy(ServerSocket door, InetSocketAddress server) {
    this.door = door;
    this.server = server;
  }

  /** Starts before the server at this address; it need not run yet. */
  public static FaultProxy before(String host, int port) throws IOException {
    ServerSocket door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    FaultProxy proxy = new FaultProxy(door, new InetSocketAddress(host, port));
    Thread thread = new Thread(proxy::accept, "fault-proxy-door");
    thread.setDaemon(true);
    thread.start();
    return proxy;
  }

  /**
   * Connections to come lead to another server from now on; those that are open stay where they
   * are.
   */
  public void moveTo(String host, int port) {
    server = new InetSocketAddress(host, port);
  }

  /** Where clients connect to, on 127.0.0.1. */
  public int port() {
    return door.getLocalPort();
  }

  /** How many connections have been made to it so far. */
  public int accepted() {
    return accepted.get();
  }

  /** How many are open. */
  public int open() {
    return (int) links.stream().filter(Link::isOpen).count();
  }

  /** Every connection, open or to come, has this weather from now on. */
  public void all(Weather weather) {
    forNew = weather;
    open(weather);
  }

  /** Those that are open have this weather from now on; those to come stay as they would be. */
  public void open(Weather weather) {
    links.forEach(link -> link.become(weather));
  }

  /** Those to come have this weather. */
  public void coming(Weather weather) {
    forNew = weather;
  }

  /** Resets those that are open (RST). */
  public void reset() {
    List<Link> all = List.copyOf(links);
    links.removeAll(all);
    all.forEach(Link::reset);
  }

  /** Closes its port and all connections. */
  @Override
  public void close() throws IOException {
    door.close();
    links.forEach(Link::close);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        accepted.incrementAndGet();
        connect(client);
      } catch (IOException e) {
        // closed, or a client that went at once
      }
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Link link = Link.between(client, server, forNew);
      links.removeIf(old -> !old.isOpen());
      links.add(link);
      link.start();
    } catch (IOException refused) {
      client.setSoLinger(true, 0);
      client.close();
    }
  }
}
