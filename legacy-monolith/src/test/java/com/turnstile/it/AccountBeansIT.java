package com.turnstile.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.turnstile.cache.HostCache;
import com.turnstile.entity.CustomerAccount;
import com.turnstile.service.CustomerFacadeBean;
import com.turnstile.service.InstructionBean;
import com.turnstile.service.InstructionFacadeBean;
import com.turnstile.service.ProfileBean;
import com.turnstile.service.ServiceRefusal;
import com.turnstile.transfer.ContactData;
import com.turnstile.transfer.InstructionData;
import com.turnstile.transfer.ProfileData;
import jakarta.ejb.EJB;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Customers and instructions inside the server. */
class AccountBeansIT extends InsideTurnstile {

  @EJB private CustomerFacadeBean customers;
  @EJB private ProfileBean profiles;
  @EJB private InstructionFacadeBean instructions;
  @EJB private InstructionBean instructionBean;
  @EJB private HostCache cache;

  @Test
  void profileComesFromTheCacheUntilTheContactIsChanged() throws Exception {
    ProfileData first = customers.loadProfile(71L);
    assertEquals("customer71@example.org", first.getEmail());
    ProfileData forged = new ProfileData();
    forged.setEmail("cached@example.org");

    assertEquals("cached@example.org", shown(71, forged));
    customers.updateContact(contact(71, "new@example.org", 0));

    assertNull(cache.get("profile:71", ProfileData.class));
    assertEquals("new@example.org", customers.loadProfile(71L).getEmail());
  }

  /** The address that is shown once this profile is in the cache. */
  private String shown(long customer, ProfileData cached) throws Exception {
    return asked(
        () -> {
          cache.put("profile:" + customer, cached, 60);
          return customers.loadProfile(customer).getEmail();
        },
        cached.getEmail()::equals);
  }

  /** The classical race: what was read before a change is put into the cache after it. */
  @Test
  void readerThatIsOvertakenByAWriterLeavesTheOldProfileInTheCache() throws Exception {
    ProfileData old = profiles.load(72);
    customers.updateContact(contact(72, "new@example.org", 0));

    assertEquals("customer72@example.org", shown(72, old));
    // The table decides nevertheless.
    assertEquals(
        "customer 72 is at version 1, not 0: read it again",
        assertThrows(
                ServiceRefusal.class,
                () -> customers.updateContact(contact(72, "newer@example.org", 0)))
            .getMessage());
  }

  @Test
  void accountThatWasChangedMeanwhileIsNotSaved() throws ServiceRefusal {
    CustomerAccount mine = profiles.checkOut(73);
    CustomerAccount theirs = profiles.checkOut(73);
    theirs.setEmail("theirs@example.org");
    profiles.save(theirs);
    mine.setEmail("mine@example.org");

    assertThrows(RuntimeException.class, () -> profiles.save(mine));

    assertEquals("theirs@example.org", profiles.load(73).getEmail());
  }

  @Test
  void instructionIsCreatedOnceForARequestId() throws ServiceRefusal {
    InstructionData wanted = wanted("in-container-1");

    InstructionData first = instructions.createInstruction(wanted);
    InstructionData again = instructions.createInstruction(wanted);

    assertEquals(first.getReference(), again.getReference());
    wanted.setCardLastFour("2222");
    assertEquals(
        "REQUEST_ID_CONFLICT",
        assertThrows(ServiceRefusal.class, () -> instructions.createInstruction(wanted)).getCode());
    InstructionData otherCase = wanted("IN-container-1");
    assertEquals(
        "REQUEST_ID_CONFLICT",
        assertThrows(ServiceRefusal.class, () -> instructions.createInstruction(otherCase))
            .getCode());
  }

  @Test
  void instructionOfAStaleVersionIsNotChanged() throws ServiceRefusal {
    InstructionData created = instructions.createInstruction(wanted("in-container-2"));
    created.setStatus("PAUSED");
    instructions.updateInstruction(created);
    created.setStatus("ACTIVE");

    assertEquals(
        "VERSION_CONFLICT",
        assertThrows(ServiceRefusal.class, () -> instructionBean.update(created)).getCode());
    assertEquals("PAUSED", instructionBean.load(created.getReference()).getStatus());
  }

  @Test
  void deletedInstructionIsUnknown() throws ServiceRefusal {
    String reference = instructions.createInstruction(wanted("in-container-3")).getReference();

    instructions.deleteInstruction(reference);

    assertEquals(
        "UNKNOWN_INSTRUCTION",
        assertThrows(ServiceRefusal.class, () -> instructionBean.delete(reference)).getCode());
  }

  private static ContactData contact(long customerId, String email, int version) {
    ContactData contact = new ContactData();
    contact.setCustomerId(customerId);
    contact.setEmail(email);
    contact.setVersion(version);
    return contact;
  }

  private static InstructionData wanted(String requestId) {
    InstructionData wanted = new InstructionData();
    wanted.setRequestId(requestId);
    wanted.setCustomerId(74);
    wanted.setPaymentToken("pay_74");
    wanted.setCardLastFour("1111");
    wanted.setAmount(new BigDecimal("10.00"));
    wanted.setCurrency("EUR");
    wanted.setFrequency("MONTHLY");
    return wanted;
  }
}
