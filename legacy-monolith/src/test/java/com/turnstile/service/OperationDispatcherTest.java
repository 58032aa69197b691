package com.turnstile.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.turnstile.Slowness;
import com.turnstile.transfer.CardData;
import com.turnstile.transfer.PurchaseData;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an operation finds its bean and method, and what it passes on its way. */
class OperationDispatcherTest {

  @Test
  @Slowness("SLOW-21")
  void eachCallLooksThroughAllMethodsOfTheHierarchyAndMakesItsOwnChain() {
    List<Method> candidates = OperationDispatcher.methodsOf(CheckoutFacadeBean.class);
    long operations =
        java.util.Arrays.stream(CheckoutFacadeBean.class.getDeclaredMethods())
            .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
            .filter(method -> method.getParameterCount() == 1)
            .count();

    int levels = 0;
    for (Class<?> type = CheckoutFacadeBean.class; type != null; type = type.getSuperclass()) {
      levels++;
    }

    assertThat(operations).isEqualTo(3);
    assertThat(levels).isEqualTo(5);
    assertThat(candidates).hasSizeGreaterThan(50);
    assertThat(OperationDispatcher.methodsOf(CheckoutFacadeBean.class).get(0))
        .as("copied anew by reflection")
        .isNotSameAs(candidates.get(0));
    assertThat(OperationChain.assemble()).isNotSameAs(OperationChain.assemble());
  }

  @Test
  void chainCallsTheFacadeAndNotesNoValue() throws Exception {
    PurchaseData purchase = new PurchaseData();
    CardData card = new CardData();
    card.setNumber("4111111111111111");
    purchase.setCard(card);
    OperationCall call = call("describe", purchase);

    assertThat(OperationChain.assemble().handle(call)).isEqualTo("done");

    assertThat(call.getProperties())
        .containsEntry("facade", "test")
        .containsEntry("argument.Card", "com.turnstile.transfer.CardData");
    assertThat(call.getProperties().toString()).doesNotContain("4111111111");
  }

  @Test
  void refusalsAndFailuresComeOutAsTheyAre() throws Exception {
    OperationCall refused = call("refuse", "x");
    OperationCall failing = call("fail", "x");

    assertThatThrownBy(() -> OperationChain.assemble().handle(refused))
        .isInstanceOf(ServiceRefusal.class)
        .hasMessage("no");
    assertThatThrownBy(() -> OperationChain.assemble().handle(failing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("odd");
  }

  private static OperationCall call(String method, Object argument) throws NoSuchMethodException {
    return new OperationCall(
        new TestFacade(), TestFacade.class.getMethod(method, argument.getClass()), argument);
  }

  /** A facade outside any container. Stateless. */
  public static final class TestFacade extends AbstractTicketingFacade {

    @Override
    public String facadeName() {
      return "test";
    }

    public String describe(PurchaseData purchase) {
      return purchase.getCard() == null ? "nothing" : "done";
    }

    public String refuse(String text) throws ServiceRefusal {
      if (text.length() == 1) {
        throw new ServiceRefusal("NO", "no");
      }
      return text;
    }

    public String fail(String text) {
      if (text.length() == 1) {
        throw new IllegalArgumentException("odd");
      }
      return text;
    }
  }
}
