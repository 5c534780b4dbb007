package dev.cenote.liveness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A socket that is another socket in everything that its subclass does not change. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the other one does what is needed
abstract class ForwardingSocket extends Socket {

  private static final @Nullable SocketImpl NONE_OF_ITS_OWN = null;

  private final Socket other;

  @SuppressWarnings("NullAway") // every method that would use it is overridden here
  ForwardingSocket(Socket other) throws SocketException {
    super(NONE_OF_ITS_OWN);
    this.other = other;
  }

  /** None: a channel is a means of this socket, not of its users. */
  @Override
  public @Nullable SocketChannel getChannel() {
    return null;
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    other.connect(endpoint);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    other.connect(endpoint, timeout);
  }

  @Override
  public void bind(@Nullable SocketAddress bindpoint) throws IOException {
    other.bind(bindpoint);
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    return other.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return other.getLocalAddress();
  }

  @Override
  public int getPort() {
    return other.getPort();
  }

  @Override
  public int getLocalPort() {
    return other.getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return other.getRemoteSocketAddress();
  }

  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return other.getLocalSocketAddress();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return other.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return other.getOutputStream();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    other.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return other.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    other.setSoLinger(on, linger);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return other.getSoLinger();
  }

  @Override
  public void sendUrgentData(int data) throws IOException {
    other.sendUrgentData(data);
  }

  @Override
  public void setOOBInline(boolean on) throws SocketException {
    other.setOOBInline(on);
  }

  @Override
  public boolean getOOBInline() throws SocketException {
    return other.getOOBInline();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    other.setSoTimeout(timeout);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return other.getSoTimeout();
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    other.setSendBufferSize(size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return other.getSendBufferSize();
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    other.setReceiveBufferSize(size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return other.getReceiveBufferSize();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    other.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return other.getKeepAlive();
  }

  @Override
  public void setTrafficClass(int tc) throws SocketException {
    other.setTrafficClass(tc);
  }

  @Override
  public int getTrafficClass() throws SocketException {
    return other.getTrafficClass();
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    other.setReuseAddress(on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return other.getReuseAddress();
  }

  @Override
  public void close() throws IOException {
    other.close();
  }

  @Override
  public void shutdownInput() throws IOException {
    other.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    other.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return other.isConnected();
  }

  @Override
  public boolean isBound() {
    return other.isBound();
  }

  @Override
  public boolean isClosed() {
    return other.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return other.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return other.isOutputShutdown();
  }

  @Override
  public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
    other.setPerformancePreferences(connectionTime, latency, bandwidth);
  }

  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
    other.setOption(name, value);
    return this;
  }

  @Override
  public <T> T getOption(SocketOption<T> name) throws IOException {
    return other.getOption(name);
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return other.supportedOptions();
  }

  @Override
  public String toString() {
    return other.toString();
  }
}
