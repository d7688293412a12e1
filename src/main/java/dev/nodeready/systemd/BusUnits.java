package dev.nodeready.systemd;

import dev.nodeready.catalogue.Code;
import dev.nodeready.failure.Failure;
import dev.nodeready.failure.FailureException;
import dev.nodeready.failure.Words;
import dev.nodeready.host.Commands;
import dev.nodeready.host.Root;
import dev.nodeready.ready.Signal;
import dev.nodeready.ready.Trigger;
import dev.nodeready.retry.Deadline;
import dev.nodeready.retry.Waiting;
import dev.nodeready.retry.Waits;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The units over systemd's private socket. A connection that broke (systemd executes itself anew
 * after an upgrade) is made again at the next call.
 */
final class BusUnits implements Units {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration RELOAD = Duration.ofSeconds(60);

  /** More jobs than end between the answer to a start and the look at its result. */
  private static final int JOBS_KEPT = 512;

  private static final List<String[]> PROPERTIES =
      List.of(
          new String[] {"Unit", "Id"},
          new String[] {"Unit", "LoadState"},
          new String[] {"Unit", "ActiveState"},
          new String[] {"Unit", "SubState"},
          new String[] {"Unit", "UnitFileState"},
          new String[] {"Unit", "Job"},
          new String[] {"Unit", "ConditionTimestampMonotonic"},
          new String[] {"Unit", "ConditionResult"},
          new String[] {"Service", "Result"},
          new String[] {"Service", "NRestarts"},
          new String[] {"Service", "ExecMainStatus"},
          new String[] {"Service", "MainPID"},
          new String[] {"Service", "ExecMainStartTimestampMonotonic"});

  private final Root root;
  private final Journal journal;
  private final List<Watch> watches = new CopyOnWriteArrayList<>();
  private final Map<String, JobResult> ended = new LinkedHashMap<>();
  private @Nullable Bus bus;

  BusUnits(Root root, Commands commands) {
    this.root = root;
    journal = new Journal(root, commands);
  }

  @Override
  public UnitState state(String unit) throws InterruptedException {
    List<Call> calls = new ArrayList<>();
    for (String[] property : PROPERTIES) {
      if (property[0].equals("Unit") || unit.endsWith(".service")) {
        calls.add(Call.property(unit, property[0], property[1]));
      }
    }
    List<Object> values = new ArrayList<>();
    for (Message answer : call("ask systemd about " + unit, ANSWER, calls)) {
      values.add(value(answer));
    }
    return stateOf(values);
  }

  static UnitState stateOf(List<Object> values) {
    boolean service = values.size() == PROPERTIES.size();
    return new UnitState(
        values.get(0).toString(),
        values.get(1).toString(),
        values.get(2).toString(),
        values.get(3).toString(),
        values.get(4).toString(),
        number(values.get(5)) != 0,
        number(values.get(6)) == 0 || values.get(7).equals(true),
        service ? values.get(8).toString() : "",
        service ? (int) number(values.get(9)) : 0,
        service ? (int) number(values.get(10)) : 0,
        service ? (int) number(values.get(11)) : 0,
        service ? Duration.of(number(values.get(12)), ChronoUnit.MICROS) : Duration.ZERO);
  }

  private static long number(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public Job start(String unit) throws InterruptedException {
    return queue("StartUnit", "start " + unit, unit);
  }

  @Override
  public Job restart(String unit) throws InterruptedException {
    return queue("RestartUnit", "restart " + unit, unit);
  }

  @Override
  public Job stop(String unit) throws InterruptedException {
    return queue("StopUnit", "stop " + unit, unit);
  }

  private Job queue(String member, String tried, String unit) throws InterruptedException {
    Call call = Call.manager(member, unit, "replace");
    try {
      return new Queued(call(tried, ANSWER, List.of(call)).getFirst().body().text(), unit);
    } catch (IOException e) {
      throw unreachable(tried, e);
    }
  }

  @Override
  public void reload() throws InterruptedException {
    call("make systemd read its unit files again", RELOAD, List.of(Call.manager("Reload")));
  }

  @Override
  public List<String> lastLines(String unit, int most) throws InterruptedException {
    return journal.lastLines(unit, most);
  }

  @Override
  public Trigger watch(String unit) {
    Watch watch = new Watch(Call.pathOf(unit), unit);
    watches.add(watch);
    try {
      connected();
    } catch (IOException e) {
      // Nothing to hear then; the next look at the unit connects again, or tells why it cannot.
      watch.signal.fire();
    } catch (InterruptedException e) {
      // The next wait ends by it.
      Thread.currentThread().interrupt();
    }
    return watch;
  }

  private List<Message> call(String tried, Duration atMost, List<Call> calls)
      throws InterruptedException {
    try {
      return connected().call(atMost, calls);
    } catch (Bus.Refusal e) {
      throw Failure.passing(Code.SYSTEMD_REFUSED, tried, "systemd says: " + e.getMessage())
          .asException(e);
    } catch (IOException e) {
      throw unreachable(tried, e);
    }
  }

  private synchronized Bus connected() throws IOException, InterruptedException {
    if (bus == null || !bus.isOpen()) {
      bus = Bus.connect(root.at(SOCKET), ANSWER, new Ears());
    }
    return bus;
  }

  private static Object value(Message answer) {
    try {
      return answer.body().variant();
    } catch (IOException e) {
      throw unreachable("understand systemd", e);
    }
  }

  private static FailureException unreachable(String tried, IOException e) {
    return Failure.passing(
            Code.SYSTEMD_UNREACHABLE,
            tried,
            "systemd does not answer at " + SOCKET + ": " + Words.of(e))
        .asException(e);
  }

  @Override
  public synchronized void close() {
    if (bus != null) {
      bus.close();
    }
  }

  private @Nullable JobResult ended(String job) {
    synchronized (ended) {
      return ended.get(job);
    }
  }

  /** Hears systemd's signals: all are for waking, and the ends of jobs are kept for a while. */
  private final class Ears implements Bus.Listener {
    @Override
    public void signal(Message signal) throws IOException {
      if (signal.member().equals("JobRemoved")) {
        jobRemoved(signal.body());
        return;
      }
      for (Watch watch : watches) {
        if (watch.path.equals(signal.path())) {
          watch.signal.fire();
        }
      }
    }

    private void jobRemoved(MessageReader body) throws IOException {
      body.number();
      String job = body.text();
      String unit = body.text();
      JobResult result = JobResult.of(body.text());
      synchronized (ended) {
        ended.put(job, result);
        if (ended.size() > JOBS_KEPT) {
          ended.remove(ended.keySet().iterator().next());
        }
      }
      for (Watch watch : watches) {
        if (watch.unit.equals(unit)) {
          watch.signal.fire();
        }
      }
    }

    @Override
    public void lost() {
      watches.forEach(watch -> watch.signal.fire());
    }
  }

  private final class Watch implements Trigger {
    private final String path;
    private final String unit;
    private final Signal signal = new Signal();

    private Watch(String path, String unit) {
      this.path = path;
      this.unit = unit;
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
      signal.await(atMost);
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  private final class Queued implements Job {
    private final String path;
    private final String unit;

    private Queued(String path, String unit) {
      this.path = path;
      this.unit = unit;
    }

    @Override
    public Optional<JobResult> result() {
      return Optional.ofNullable(ended(path));
    }

    private boolean endedWithin(Trigger trigger, Duration atMost) throws InterruptedException {
      if (result().isEmpty()) {
        trigger.await(atMost);
      }
      return result().isPresent();
    }

    @Override
    public Optional<JobResult> await(Deadline deadline) throws InterruptedException {
      try (Trigger trigger = watch(unit)) {
        boolean _ =
            Waits.until(
                atMost -> endedWithin(trigger, atMost),
                deadline,
                now -> Waiting.of("systemd's job for " + unit, "it has not ended", now));
        return result();
      }
    }
  }
}
