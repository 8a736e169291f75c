import type { errors as original } from '../en/errors.ts'
import { translationOf } from '../message.ts'

export const errors = translationOf<typeof original>()({
  'error.offline': 'Gerade keine Verbindung. Was du eingegeben hast, ist noch da; versuch es gleich noch einmal.',
  'error.unexpected_answer': 'Die Antwort kam nicht von uns. Vielleicht steht etwas zwischen dir und honeyDue.',

  'error.invalid_json': 'Das ließ sich nicht lesen. Lade die Seite neu und versuch es noch einmal.',
  'error.invalid_input': 'Etwas stimmt noch nicht. Bitte sieh dir die markierten Felder an.',
  'error.ambiguous_credentials': 'Du bist doppelt angemeldet. Lade die Seite neu und versuch es noch einmal.',
  'error.body_too_large': 'Das ist zu viel auf einmal. Mach es kürzer und versuch es noch einmal.',
  'error.unsupported_media_type': 'Das ließ sich nicht lesen. Lade die Seite neu und versuch es noch einmal.',
  'error.malformed_request': 'Das ließ sich nicht lesen. Lade die Seite neu und versuch es noch einmal.',
  'error.address_too_long': 'Diese Adresse ist zu lang. Geh zur Startseite und von dort aus weiter.',
  'error.request_timeout':
    'Die Verbindung ist gerade langsam. Was du eingegeben hast, ist noch da; versuch es noch einmal.',
  'error.headers_too_large': 'Dein Browser hat zu viel mitgeschickt. Es hilft, die Cookies dieser Seite zu löschen.',
  'error.route_not_found': 'Diese Seite ist älter als der Dienst. Lade sie neu und versuch es noch einmal.',
  'error.method_not_allowed': 'Diese Seite ist älter als der Dienst. Lade sie neu und versuch es noch einmal.',
  'error.cross_site_request': 'Zu deinem Schutz geht das nur in honeyDue selbst. Öffne es in einem eigenen Tab.',
  'error.invalid_cursor': 'Die Liste hat sich geändert. Lade sie neu, um alles zu sehen.',
  'error.idempotency_key_reused':
    'Das wurde schon mit anderem Inhalt geschickt. Lade die Seite neu und versuch es noch einmal.',
  'error.idempotency_reply_withheld':
    'Das ist schon geschehen. Das Geheimnis zeigen wir nur einmal; leg bei Bedarf ein neues an.',
  'error.precondition_failed': 'Das hat inzwischen jemand geändert. Sieh dir die neue Fassung an und ändere sie dann.',

  'error.not_signed_in': 'Du bist nicht mehr angemeldet. Melde dich an und mach da weiter, wo du warst.',
  'error.email_not_verified': 'Bestätige zuerst deine Mailadresse. Wir können dir einen neuen Code schicken.',
  'error.step_up_required': 'Das ist besonders geschützt. Zeig kurz, dass du es bist, dann geht es weiter.',
  'error.second_factor_required':
    'Dafür braucht dein Konto einen zweiten Faktor. Richte in den Einstellungen unter Sicherheit einen ein.',
  'error.proof_not_accepted': 'Das stimmt nicht. Sieh nach und versuch es noch einmal.',
  'error.proofs_incomplete': 'Es fehlt noch ein Nachweis. Lade die Seite neu und versuch es noch einmal.',
  'error.session_not_found': 'Dieses Gerät ist nicht mehr angemeldet.',
  'error.host_not_known':
    'Unter dieser Adresse soll honeyDue nicht geöffnet werden. Frag, wer es betreibt, nach der richtigen.',
  'error.too_many_requests': 'Das war viel auf einmal. Warte einen Moment und versuch es noch einmal.',
  'error.home_needs_owner':
    'In einem deiner Zuhause wohnen andere, und es hätte niemanden mehr, dem es gehört. Gib es weiter oder lösche es zuerst.',
  'error.export_not_ready': 'Das Archiv ist noch nicht fertig oder abgelaufen. Erstelle ein neues.',
  'error.download_not_accepted': 'Dieser Download wurde schon benutzt oder ist abgelaufen. Lade noch einmal herunter.',
  'error.calendar_feed_not_found': 'Diese Kalenderadresse steht nicht mehr in der Liste.',
  'error.calendar_feeds_full': 'Du hast zehn Kalenderadressen, mehr gehen nicht. Zieh erst eine zurück.',
  'error.list_unreadable':
    'Diese Datei ist keine Liste, die honeyDue lesen kann. Wähle eine CSV- oder Kalenderdatei oder den Export eines der genannten Programme.',
  'error.list_too_long': 'Die Liste hat mehr als 10.000 Einträge. Hol sie in Teilen herein.',
  'error.list_archive_refused':
    'Das Archiv ist beschädigt, verschlüsselt oder zu groß. Pack es aus und wähle die Datei darin.',
  'error.plan_limit_reached': 'In deinem Tarif ist dafür kein Platz mehr. Was da ist, bleibt, wie es ist.',
  'error.member_plan_full':
    'Im Tarif dieser Person ist kein Platz für ein weiteres Zuhause. Sie kann ihn ändern, dann versuche es noch einmal.',
  'error.plans_not_offered': 'Hier gibt es keine Tarife: Du kannst so viel haben, wie du magst.',
  'error.trial_used': 'Du hast ihn schon ausprobiert. Das geht einmal.',
  'error.trial_not_needed': 'Du hast den größeren Tarif schon. Das Ausprobieren bleibt dir für später.',
  'error.purchase_not_found': 'Diesen Kauf gibt es nicht.',
  'error.account_not_found': 'Diese Adresse hat niemand, oder sie wurde nie bestätigt.',
  'error.own_account': 'Das macht niemand am eigenen Konto. Frag jemand anderen aus dem Team.',
  'error.alert_not_found': 'Dieser Hinweis wurde schon geschlossen.',
  'error.transfer_not_found': 'Diese Übertragung gibt es nicht mehr.',
  'error.purchase_theirs_already': 'Der Kauf gehört diesem Konto schon.',
  'error.transfer_open': 'Für diesen Kauf wartet schon eine Übertragung auf Zustimmung.',
  'error.transfer_cooling_down': 'Dieser Kauf wurde in den letzten 30 Tagen übertragen. Warte, bis sie um sind.',
  'error.transfer_of_ones_own': 'Hier geht es um dein eigenes Konto. Frag jemand anderen aus dem Team.',
  'error.transfer_needs_another': 'Was du vorgeschlagen hast, bestätigt jemand anderes aus dem Team.',
  'error.transfer_over': 'Diese Übertragung ist schon entschieden, oder ihre Zeit ist um.',
  'error.transfer_outdated':
    'Der Kauf gehört inzwischen jemand anderem. Beende diese Übertragung und sieh ihn dir neu an.',
  'error.push_device_not_found': 'Dieses Handy steht nicht mehr in der Liste.',
  'error.sign_in_failed': 'Adresse und Passwort passen nicht zusammen.',
  'error.not_allowed': 'Deine Rolle in diesem Zuhause reicht dafür nicht. Wer es besitzt oder verwaltet, kann helfen.',

  'error.password_too_weak': 'Dieses Passwort ist leicht zu erraten. Ein paar Wörter ohne Zusammenhang sind gut.',
  'error.code_not_accepted':
    'Dieser Code gilt nicht. Vielleicht vertippt, benutzt oder zu alt; wir schicken dir gern einen neuen.',
  'error.reset_link_not_accepted': 'Dieser Link gilt nicht mehr. Lass dir einen neuen schicken.',
  'error.stop_link_not_accepted':
    'Dieser Link gilt nicht mehr. Melde dich an und sieh nach deiner Adresse, oder wähl ein neues Passwort.',
  'error.current_password_wrong': 'Das ist nicht dein jetziges Passwort.',
  'error.challenge_not_accepted': 'Das hat zu lange gedauert oder ging zu oft daneben. Melde dich noch einmal an.',
  'error.factor_not_accepted': 'Das war es nicht. Jeder Code gilt nur einmal und nur kurz; nimm den neuesten.',
  'error.passkey_not_accepted':
    'Dieser Passkey öffnet honeyDue hier nicht. Vielleicht wurde er entfernt; versuch es anders.',
  'error.passkey_already_there': 'Dieser Passkey steht schon auf deiner Liste.',
  'error.passkey_not_found': 'Dieser Passkey steht nicht mehr auf deiner Liste.',
  'error.too_many_passkeys': 'Deine Liste der Passkeys ist voll. Entferne zuerst einen, den du nicht mehr brauchst.',
  'error.totp_already_there':
    'Es ist schon eine Authenticator-App eingerichtet. Entferne sie zuerst, wenn du eine neue hast.',
  'error.totp_not_found': 'Es ist keine Authenticator-App mehr eingerichtet.',
  'error.no_second_factor': 'Wiederherstellungscodes gehören zu einem zweiten Faktor. Richte zuerst einen ein.',
  'error.password_already_there': 'Es gibt schon ein Passwort. Lade die Seite neu, um es zu ändern.',
  'error.last_way_in': 'Nur so kannst du dich noch anmelden. Füge zuerst einen anderen Weg hinzu.',
  'error.provider_not_found': 'Damit kannst du dich hier nicht anmelden. Wähle einen anderen Weg.',
  'error.provider_unavailable':
    'Der andere Dienst antwortet nicht. Warte einen Moment und versuch es noch einmal, oder melde dich anders an.',
  'error.provider_sign_in_failed': 'Das hat mit dem anderen Dienst nicht geklappt. Fang noch einmal an.',
  'error.provider_email_missing':
    'Der andere Dienst hat uns deine E-Mail-Adresse nicht genannt. Erlaube es ihm, oder leg ein Konto mit deiner Adresse an.',
  'error.link_not_accepted':
    'Die beiden lassen sich nicht mehr verbinden, oder nicht hier. Melde dich an und fang noch einmal an.',
  'error.identity_taken': 'Damit meldet sich schon jemand bei einem anderen Konto an.',
  'error.identity_not_found': 'Diese Verbindung gibt es nicht mehr.',
  'error.notification_not_accepted': 'Dieser Nachricht können wir nicht trauen.',
  'error.time_zone_unknown': 'Diese Zeitzone kennen wir nicht. Nimm eine aus der Liste.',

  'error.residence_not_found': 'Dieses Zuhause gibt es hier nicht, oder du bist nicht dabei.',
  'error.member_not_found': 'Diese Person ist nicht mehr dabei.',
  'error.last_owner': 'Ein Zuhause braucht jemanden, dem es gehört. Übertrag das zuerst.',
  'error.share_code_not_found':
    'Dieser Code gilt nicht. Vielleicht vertippt, benutzt oder zu alt; lass dir einen neuen geben.',
  'error.residence_full': 'In diesem Zuhause ist kein Platz mehr frei.',
  'error.already_member': 'Du bist bei diesem Zuhause schon dabei.',
  'error.residence_archived': 'Dieses Zuhause ist archiviert. Hol es zurück, um etwas zu ändern.',

  'error.task_not_found': 'Diese Aufgabe gibt es nicht mehr.',
  'error.completion_not_found': 'Diesen Eintrag gibt es nicht mehr.',
  'error.checklist_item_not_found': 'Dieser Punkt steht nicht mehr auf der Liste.',
  'error.task_already_done': 'Darum hat sich schon jemand gekümmert.',
  'error.task_not_open': 'Diese Aufgabe ist abgesagt oder archiviert. Hol sie zuerst zurück.',
  'error.task_not_recurring': 'Eine einmalige Aufgabe lässt sich nicht überspringen. Erledige sie oder sag sie ab.',
  'error.completed_in_future': 'Dieser Tag ist dort noch nicht gekommen.',
  'error.device_full': 'Auf diesem Gerät ist dafür kein Platz mehr. Schaff etwas Platz oder lass Fotos weg.',
  'error.completion_full': 'Für so viel Text oder so viele Fotos ist kein Platz.',
  'error.completion_not_latest': 'Seitdem ist etwas Neueres erledigt worden. Nimm das zuerst zurück.',
  'error.assignee_not_member': 'Du kannst nur Leute aus diesem Zuhause wählen.',
  'error.schedule_invalid': 'Diese Termine widersprechen sich. Bitte prüf den Rhythmus.',
  'error.contractor_not_found': 'Diesen Betrieb gibt es hier nicht mehr.',
  'error.contractor_not_of_home': 'Nur Handwerker dieses Zuhauses lassen sich wählen.',
  'error.guest_link_not_found': 'Diesen Link gibt es nicht mehr.',
  'error.guest_link_not_accepted': 'Dieser Link gilt nicht mehr. Bitte um einen neuen.',
  'error.guest_work_waiting':
    'Du hast es als erledigt gemeldet. Bis jemand es angesehen hat, lässt sich nichts hinzufügen.',
  'error.guest_work_not_waiting': 'Darauf hat schon jemand geantwortet.',
  'error.guest_files_full': 'Mehr Dateien passen nicht. Schick den Rest auf anderem Weg.',
  'error.template_not_found': 'Diese Idee gibt es nicht mehr.',
  'error.template_already_added':
    'Eine davon hat dein Zuhause schon. Es wurde nichts hinzugefügt; sieh dir die Liste noch einmal an.',
  'error.area_not_found': 'Diesen Raum gibt es nicht mehr.',
  'error.asset_not_found': 'Dieses Gerät gibt es nicht mehr.',
  'error.meter_not_found': 'Diesen Zähler gibt es nicht mehr.',
  'error.reading_not_found': 'Diesen Stand gibt es nicht mehr.',
  'error.reading_refused': 'Ein Zähler läuft nicht rückwärts. Sieh dir die Stände davor und danach an.',
  'error.not_of_this_home':
    'Ein Raum oder Gerät, das du gewählt hast, gehört nicht mehr zu diesem Zuhause. Wähle ein anderes.',
  'error.rrule_refused': 'Diese Regel können wir so nicht einhalten.',

  'error.upload_not_found': 'Dieser Upload ist nicht mehr da. Füge die Datei bitte noch einmal hinzu.',
  'error.upload_offset_wrong': 'Ein Teil der Datei ist durcheinandergeraten. Füge sie bitte noch einmal hinzu.',
  'error.upload_part_wrong': 'Ein Teil der Datei ist durcheinandergeraten. Füge sie bitte noch einmal hinzu.',
  'error.upload_incomplete': 'Die Datei ist noch nicht vollständig angekommen.',
  'error.file_not_found': 'Diese Datei gibt es nicht mehr, oder sie ist nicht für dich.',
  'error.file_empty': 'Diese Datei ist leer.',
  'error.file_too_large': 'Diese Datei ist größer als 25 MB.',
  'error.file_type_refused': 'Das ist weder ein Foto (JPEG, PNG, WebP, HEIC) noch ein PDF.',
  'error.file_damaged': 'Diese Datei ist beschädigt oder unvollständig und lässt sich nicht aufheben.',
  'error.picture_too_large': 'Dieses Bild hat zu viele Pixel. Wähle bitte eine kleinere Fassung.',
  'error.storage_full': 'Für diese Datei ist kein Platz mehr. Lösche zuerst andere.',
  'error.file_not_usable': 'Eine dieser Dateien kann hier nicht verwendet werden.',
  'error.document_not_found': 'Dieses Dokument gibt es nicht mehr, oder es ist nicht für dich.',
  'error.document_dates_wrong': 'Das Ende liegt vor dem Anfang. Sieh dir die Daten noch einmal an.',
  'error.photo_not_usable': 'Dieses Foto kann hier nicht verwendet werden.',
  'error.storage_unavailable': 'Dateien lassen sich gerade nicht speichern oder öffnen. Versuch es gleich noch einmal.',

  'error.handover_not_found': 'Dieser Code übergibt nichts mehr. Bitte um einen neuen.',
  'error.already_owner': 'Dieses Zuhause gehört dir schon.',
  'error.proof_pack_not_ready': 'Diese Beweismappe ist nicht fertig oder nicht mehr da. Erstelle sie neu.',

  'error.busy': 'Bei honeyDue ist gerade viel los. Versuch es gleich noch einmal.',
  'error.event_not_processed': 'Das konnte gerade nicht verarbeitet werden. Es wird noch einmal versucht.',
  'error.store_not_set_up': 'Über diesen Store wird hier nichts verkauft.',
  'error.store_signature_not_accepted': 'Das kommt nicht vom Store.',
  'error.billing_not_offered': 'Im Web kann hier nichts bezahlt werden.',
  'error.billing_not_begun': 'Du hast noch nicht im Web bezahlt, deshalb gibt es nichts zu verwalten.',
  'error.billing_out_of_order':
    'Bezahlen im Web geht hier im Moment nicht. Wer diese Installation betreibt, muss das in Ordnung bringen.',
  'error.price_not_offered': 'Diesen Preis gibt es nicht mehr. Lade die Seite neu.',
  'error.subscription_paid_elsewhere':
    'Für dieses Konto wird schon in einem Store bezahlt. Beende das Abo erst dort, dann bezahle hier.',
  'error.subscription_paid_already': 'Du bezahlst schon im Web. Ändern kannst du es unter „Abo verwalten“.',
  'error.purchase_not_verified':
    'Der Store bestätigt diesen Kauf nicht. Stelle deine Käufe in der App wieder her und versuche es noch einmal.',
  'error.store_unavailable': 'Der Store antwortet gerade nicht. Es geht nichts verloren; versuch es etwas später.',
  'error.store_refused': 'Der Store sagt dazu nichts. Warum, steht im Log des Servers.',
  'error.purchase_not_known':
    'Der Store kennt diesen Kauf nicht. Stelle deine Käufe in der App wieder her und versuche es noch einmal.',
  'error.purchase_not_a_subscription': 'Dieser Kauf ist kein Abo, darum ändert er hier nichts.',
  'error.purchase_belongs_to_another_account':
    'Dieser Kauf gehört zu einem anderen Konto. Melde dich mit jenem an oder schreib dem Support.',
  'error.database_unavailable':
    'honeyDue kommt gerade nicht an seine Daten. Nichts wurde geändert; versuch es bald wieder.',
  'error.audit_unavailable':
    'honeyDue kann gerade nicht festhalten, was geschieht, und hat deshalb nichts getan. Versuch es später noch einmal.',
  'error.shutting_down': 'honeyDue startet neu. Versuch es gleich noch einmal.',
  'error.internal': 'Bei uns ist etwas schiefgegangen. Von dem, was du gespeichert hast, ist nichts verloren.'
})
