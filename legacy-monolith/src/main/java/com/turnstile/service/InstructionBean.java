package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.PaymentInstructionDao;
import com.turnstile.dao.UsageCounterDao;
import com.turnstile.entity.PaymentInstruction;
import com.turnstile.transfer.InstructionData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Standing payment instructions, one transaction an operation; each is counted, for the bill.
 * Thread-safe, as a stateless bean.
 */
@Stateless
public class InstructionBean {

  private static final String COUNTER = "instructions";

  @EJB private CustomerDao customers;
  @EJB private PaymentInstructionDao instructions;
  @EJB private UsageCounterDao usage;

  public void create(InstructionData wanted, String reference, String digest) {
    usage.countOne(COUNTER);
    PaymentInstruction instruction = new PaymentInstruction();
    instruction.setInstructionReference(reference);
    instruction.setRequestId(wanted.getRequestId());
    instruction.setRequestDigest(digest);
    instruction.setCustomer(customers.findById(wanted.getCustomerId()).orElseThrow());
    instruction.setPaymentToken(wanted.getPaymentToken());
    instruction.setCardLastFour(wanted.getCardLastFour());
    instruction.setAmount(Amounts.round(wanted.getAmount()));
    instruction.setCurrency(wanted.getCurrency());
    instruction.setFrequency(wanted.getFrequency());
    instruction.setStatus("ACTIVE");
    instruction.setCreatedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    instructions.persist(instruction);
  }

  public InstructionData load(String reference) throws ServiceRefusal {
    usage.countOne(COUNTER);
    return data(require(reference));
  }

  public void update(InstructionData wanted) throws ServiceRefusal {
    usage.countOne(COUNTER);
    PaymentInstruction instruction = require(wanted.getReference());
    if (instruction.getVersion() != wanted.getVersion()) {
      throw new ServiceRefusal(
          "VERSION_CONFLICT",
          "instruction "
              + wanted.getReference()
              + " is at version "
              + instruction.getVersion()
              + ", not "
              + wanted.getVersion()
              + ": read it again");
    }
    instruction.setAmount(Amounts.round(wanted.getAmount()));
    instruction.setFrequency(wanted.getFrequency());
    instruction.setStatus(wanted.getStatus());
  }

  public void delete(String reference) throws ServiceRefusal {
    usage.countOne(COUNTER);
    instructions.remove(require(reference));
    instructions.flush();
  }

  private PaymentInstruction require(String reference) throws ServiceRefusal {
    Optional<PaymentInstruction> found = instructions.findByReference(reference);
    // The database compares without case and ignores spaces at the end.
    return found
        .filter(i -> i.getInstructionReference().equals(reference))
        .orElseThrow(() -> unknown(reference));
  }

  static ServiceRefusal unknown(String reference) {
    return new ServiceRefusal("UNKNOWN_INSTRUCTION", "no instruction with reference " + reference);
  }

  private static InstructionData data(PaymentInstruction instruction) {
    InstructionData data = new InstructionData();
    data.setReference(instruction.getInstructionReference());
    data.setRequestId(instruction.getRequestId());
    data.setCustomerId(instruction.getCustomer().getId());
    data.setPaymentToken(instruction.getPaymentToken());
    data.setCardLastFour(instruction.getCardLastFour());
    data.setAmount(instruction.getAmount());
    data.setCurrency(instruction.getCurrency());
    data.setFrequency(instruction.getFrequency());
    data.setStatus(instruction.getStatus());
    data.setCreatedAt(instruction.getCreatedAt());
    data.setVersion(instruction.getVersion());
    return data;
  }
}
