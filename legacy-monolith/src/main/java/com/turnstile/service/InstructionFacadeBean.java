package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.PaymentInstructionDao;
import com.turnstile.entity.PaymentInstruction;
import com.turnstile.transfer.InstructionData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Optional;

/**
 * Standing payment instructions: looks up what it needs, and hands over. It has no transaction of
 * its own. Thread-safe, as a stateless bean.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class InstructionFacadeBean extends AbstractFacade {

  @EJB private InstructionBean instructionBean;
  @EJB private PaymentInstructionDao instructions;
  @EJB private CustomerDao customers;

  @Override
  public String facadeName() {
    return "instructions";
  }

  public InstructionData createInstruction(InstructionData wanted) throws ServiceRefusal {
    String digest = digest(wanted);
    String earlier = earlier(wanted, digest);
    if (earlier == null) {
      requireActive(wanted.getCustomerId());
      earlier = createAnew(wanted, digest);
    }
    return instructionBean.load(earlier);
  }

  public InstructionData loadInstruction(String reference) throws ServiceRefusal {
    requireKnown(reference);
    return instructionBean.load(reference);
  }

  public InstructionData updateInstruction(InstructionData wanted) throws ServiceRefusal {
    requireKnown(wanted.getReference());
    instructionBean.update(wanted);
    return instructionBean.load(wanted.getReference());
  }

  public String deleteInstruction(String reference) throws ServiceRefusal {
    requireKnown(reference);
    instructionBean.delete(reference);
    return reference;
  }

  private String createAnew(InstructionData wanted, String digest) throws ServiceRefusal {
    String reference = unusedReference();
    try {
      instructionBean.create(wanted, reference, digest);
      return reference;
    } catch (RuntimeException e) {
      if (Conflicts.isDuplicate(e, "uq_instruction_request")) {
        String meanwhile = earlier(wanted, digest);
        if (meanwhile != null) {
          return meanwhile;
        }
      }
      throw e;
    }
  }

  private String earlier(InstructionData wanted, String digest) throws ServiceRefusal {
    Optional<PaymentInstruction> found = instructions.findByRequestId(wanted.getRequestId());
    if (found.isEmpty()) {
      return null;
    }
    // Request ids are unique without case: such a neighbour is another instruction.
    if (!found.get().getRequestId().equals(wanted.getRequestId())
        || !found.get().getRequestDigest().equals(digest)) {
      throw new ServiceRefusal("REQUEST_ID_CONFLICT", "requestId was used for another instruction");
    }
    return found.get().getInstructionReference();
  }

  private void requireActive(long customerId) throws ServiceRefusal {
    if (customers.findById(customerId).filter(c -> "ACTIVE".equals(c.getStatus())).isEmpty()) {
      throw new ServiceRefusal("UNKNOWN_CUSTOMER", "no active customer " + customerId);
    }
  }

  private void requireKnown(String reference) throws ServiceRefusal {
    if (instructions.findByReference(reference).isEmpty()) {
      throw InstructionBean.unknown(reference);
    }
  }

  private String unusedReference() {
    String reference = ReferenceCodes.instructionReference();
    while (instructions.findByReference(reference).isPresent()) {
      reference = ReferenceCodes.instructionReference();
    }
    return reference;
  }

  private static String digest(InstructionData wanted) {
    return RequestDigest.hash(
        wanted.getCustomerId()
            + "|"
            + wanted.getPaymentToken()
            + "|"
            + wanted.getCardLastFour()
            + "|"
            + Amounts.round(wanted.getAmount())
            + "|"
            + wanted.getCurrency()
            + "|"
            + wanted.getFrequency());
  }
}
