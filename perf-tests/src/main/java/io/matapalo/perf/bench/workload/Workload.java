package io.matapalo.perf.bench.workload;

import io.matapalo.perf.bench.engine.PlannedRequest;
import io.matapalo.perf.bench.engine.RequestSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Requests of a mix, in an order that the seed fixes. An operation that needs a value no answer has
 * given yet is replaced by the next one of the file that can be sent. Confined to the pacer thread;
 * only the values learnt from answers are shared.
 */
public final class Workload implements RequestSource {
  private static final int REMEMBERED = 1_000;

  private final List<Operation> operations;
  private final RandomGenerator random;
  private final double rate;
  private final int clients;
  private final WorkloadFile.Arrival arrival;
  private final double[] credits;

  private Workload(WorkloadFile file, List<Operation> operations, RandomGenerator random) {
    this.operations = operations;
    this.random = random;
    this.rate = file.rate();
    this.clients = file.clients();
    this.arrival = file.arrival();
    this.credits = new double[operations.size()];
  }

  /** Compiles the templates. {@code runId} must differ from run to run; it may hold no blanks. */
  public static Workload of(WorkloadFile file, String runId, SplittableGenerator random) {
    Map<String, RecentValues> learnt = new HashMap<>();
    for (WorkloadFile.OperationSpec spec : file.operations()) {
      spec.remember().forEach((name, elements) -> remember(name, elements, learnt));
    }
    Slots slots = new Slots(runId, random, learnt);
    List<Operation> operations =
        file.operations().stream().map(spec -> operation(spec, slots, learnt)).toList();
    return new Workload(file, operations, random.split());
  }

  private static Operation operation(
      WorkloadFile.OperationSpec spec, Slots slots, Map<String, RecentValues> learnt) {
    Template template = Template.compile(spec.template());
    Set<String> missing = new TreeSet<>(template.slotNames());
    missing.removeAll(spec.slots().keySet());
    if (!missing.isEmpty()) {
      throw new WorkloadException(spec.name() + ": slots of the template not declared: " + missing);
    }
    Consumer<String> onSuccess =
        body -> spec.remember().keySet().forEach(name -> learn(learnt.get(name), body));
    return new Operation(spec, template, slots.of(spec), onSuccess);
  }

  private static void remember(
      String name, List<String> elements, Map<String, RecentValues> learnt) {
    RecentValues values = learnt.computeIfAbsent(name, _ -> new RecentValues(REMEMBERED, elements));
    if (!values.elements().equals(elements)) {
      throw new WorkloadException(
          "%s is remembered as %s and as %s".formatted(name, values.elements(), elements));
    }
  }

  /** An answer without one of the elements is not kept. */
  private static void learn(@Nullable RecentValues values, String body) {
    if (values == null) {
      return;
    }
    Map<String, String> entry = new HashMap<>();
    for (String element : values.elements()) {
      AnswerValues.textOf(element, body).ifPresent(text -> entry.put(element, text));
    }
    if (entry.size() == values.elements().size()) {
      values.add(entry);
    }
  }

  /** Names of the operations in the order of the file. */
  public List<String> operations() {
    return operations.stream().map(Operation::name).toList();
  }

  /** A request of that operation, or nothing while it waits for an answer of another. */
  public Optional<PlannedRequest> next(String operation) {
    return operations.stream()
        .filter(one -> one.name().equals(operation))
        .findFirst()
        .orElseThrow(() -> new WorkloadException("no operation is called " + operation))
        .next(random.nextInt(clients));
  }

  @Override
  public PlannedRequest next() {
    int chosen = choose();
    int client = random.nextInt(clients);
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get((chosen + i) % operations.size());
      Optional<PlannedRequest> request = operation.next(client);
      if (request.isPresent()) {
        return request.get();
      }
    }
    throw new WorkloadException("no operation can be sent: each waits for another's answer");
  }

  private int choose() {
    return switch (arrival) {
      case CONSTANT -> chooseInTurn();
      case POISSON -> chooseByChance();
    };
  }

  /** Smooth weighted round-robin: any stretch of the load has the same mix. */
  private int chooseInTurn() {
    int chosen = 0;
    for (int i = 0; i < operations.size(); i++) {
      credits[i] += operations.get(i).rate();
      chosen = credits[i] > credits[chosen] ? i : chosen;
    }
    credits[chosen] -= rate;
    return chosen;
  }

  private int chooseByChance() {
    double point = random.nextDouble() * rate;
    for (int i = 0; i < operations.size() - 1; i++) {
      point -= operations.get(i).rate();
      if (point < 0) {
        return i;
      }
    }
    return operations.size() - 1;
  }
}
