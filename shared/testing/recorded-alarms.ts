// Owns the alarms on the patient that real recordings hold, worked out from the files by hand (awk and clinical facts §4),
// with the reason of each. Never filled in from what the code under test said.

/** `hrLow raised low @360`: seconds from the first row of the file. */
export type RecordedAlarm = `${string} ${'raised' | 'rose' | 'fell' | 'ended'} ${string} @${number}`

/**
 * mimic2/s25047-2704-05-04-10-44n.csv, 0 to 4260 s. A row a minute: a slow device, so the first value beyond raises, and
 * two values in clear end (§4, "Slow devices": "alarms act on the first value"; a leave delay completes on a measurement).
 */
export const MIMIC2_ALARMS: readonly RecordedAlarm[] = [
  // 120: 87/46 (62) makes repeat due; 180: 92/49 (65) drops it. 300: a mean of 94 alone says nothing.
  // ECG gone at 360, so the pulse rate 39.9 (shown 40) stands in: below 50, not below 40.
  'hrLow raised low @360',
  // 360: 86/22 (44) makes repeat due; 420: 74/10 is below 80 and needs none. No repeat by 540: nobody doubts it.
  'bpLow raised veryLow @420',
  'hrLow ended low @480',
  // 89.5 is shown as 90: below 92, not below 90.
  'spo2Low raised slightlyLow @900',
  'spo2Low ended slightlyLow @1020',
  // 89/63 (75): in clear of 80, not of 90.
  'bpLow fell low @1020',
  // 63/41, and the repeat a minute later 94/80 (89): in clear of 80; 94 is not yet 95.
  'bpLow rose veryLow @1260',
  'bpLow fell low @1320',
  // 147/118
  'bpLow ended low @1440',
  'bpHigh raised veryHigh @1440',
  // 66/20, agreed by 45/18 at 1980
  'bpHigh ended veryHigh @1920',
  'bpLow raised veryLow @1920',
  // 151/127
  'bpLow ended veryLow @2100',
  'bpHigh raised extreme @2100',
  'spo2Low raised low @2160',
  'hrLow raised low @2220',
  'spo2Low ended low @2280',
  'hrLow ended low @2340',
  // 88/37 (56): BP high is over, BP low waits for a repeat, which does not come by 2460.
  'bpHigh ended extreme @2340',
  // 1.8 a minute, once a minute: acts on the first value. 6.9 (shown 7) does not leave, 14.6 and 21.9 do.
  'rrLow raised veryLow @2400',
  'spo2Low raised extremelyLow @2400',
  'bpLow raised low @2460',
  'rrLow ended veryLow @2580',
  'spo2Low ended extremelyLow @2820',
  // 92/59 at 2880 is not yet 95. 140/111: MEDIUM at once.
  'bpLow ended low @2940',
  'bpHigh raised veryHighDiastolic @2940',
  // Nothing by 3060: HIGH. 77/37 lands in the same second, after what was due in it.
  'bpHigh rose veryHighDiastolicConfirmed @3060',
  'bpHigh ended veryHighDiastolicConfirmed @3060',
  'bpLow raised veryLow @3060',
  // 160/73 (93): repeat due until 3240, and none comes.
  'bpLow ended veryLow @3120',
  'spo2Low raised slightlyLow @3180',
  'bpHigh raised high @3240',
  'spo2Low rose low @3240',
  // 40/18
  'bpHigh ended high @3300',
  'bpLow raised veryLow @3300',
  'spo2Low rose extremelyLow @3360',
  // 96/64 (76)
  'bpLow ended veryLow @3420',
  // No ECG: pulse rate 143, then 113 and 112 (clear of 130, not of 110), then 277, then 119, 70, 73.
  'hrHigh raised veryHigh @3480',
  'hrHigh fell high @3660',
  'spo2Low ended extremelyLow @3660',
  // A mean of 73 alone at 3540 says nothing; one of 31 at 3660 is below 60 and makes repeat due until 3780.
  'bpLow raised low @3780',
  'hrHigh rose veryHigh @3780',
  // 0.9 a minute; then 9.6, 0.9 again, 6.3, and at last 10.5 and 21.1 in clear.
  'rrLow raised veryLow @3840',
  'hrHigh fell high @4200',
  'spo2Low raised extremelyLow @4200',
  'hrHigh ended high @4260',
  'rrLow ended veryLow @4260',
]

/** eicu_nibp/stay_2784403.csv, its first 25,000 s: a cuff every 15 min. */
export const EICU_2784403_ALARMS: readonly RecordedAlarm[] = [
  // 197/67; no repeat by 120. Then 180, 184, 175 (not yet below it), 183 … 190
  'bpHigh raised veryHigh @0',
  // 200/64, then 190
  'bpHigh rose extreme @8100',
  'bpHigh fell veryHigh @9000',
  // 178, 185, 188, then 174, 184
  'bpHigh fell high @12600',
  'bpHigh rose veryHigh @13500',
  // … 179, 185, 181, 177, then 166, 169, 163, 172, 183
  'bpHigh fell high @20700',
  'bpHigh rose veryHigh @24300',
]

/** eicu_nibp/stay_2589516.csv, its first 25,000 s: a high diastolic pressure. */
export const EICU_2589516_ALARMS: readonly RecordedAlarm[] = [
  // 169/111: the diastolic alone is very high; rows a minute apart with the same values are the same reading, no repeat.
  'bpHigh raised veryHighDiastolic @0',
  'bpHigh rose veryHighDiastolicConfirmed @120',
  // 170/119, 182/122
  'bpHigh rose veryHigh @2400',
  'bpHigh rose extreme @3720',
  // 124, 126, then 163/110: in clear of 116, not of 106
  'bpHigh fell veryHigh @7980',
  // 158/112 stays; 158/105 leaves and is at 105 itself
  'bpHigh fell high @8280',
  // 152/106, 144/101 (not yet below 101), 146/100
  'bpHigh ended high @10800',
  // 149/102 is nothing; 156/105 makes repeat due, and none comes
  'bpHigh raised high @14520',
  // 159/107, 165/104, 160/106, then 162/111
  'bpHigh rose veryHighDiastolic @21600',
  'bpHigh rose veryHighDiastolicConfirmed @21720',
  // 155/111 stays; 149/101: clear of 106, at 101 itself
  'bpHigh fell high @23400',
]

/** noneeg_1hz/subject_2.csv, whole: a pulse rate and an oxygen at 1 Hz, with holes. */
export const SUBJECT_2_ALARMS: readonly RecordedAlarm[] = [
  // Above 110 from 447 for 15 s; at or below 107 from 480 to 490.
  'hrHigh raised high @462',
  'hrHigh ended high @490',
  // From 634; a hole from 652 to 697 ends nothing; at or below 107 from 764.
  'hrHigh raised high @649',
  'hrHigh ended high @774',
  // From 1084; many short returns to 107 and below, the first whole 10 s from 1311.
  'hrHigh raised high @1099',
  'hrHigh ended high @1321',
  // 90 or 91 from 1860 (89 for one second only); 97 from 1943.
  'spo2Low raised slightlyLow @1890',
  'spo2Low ended slightlyLow @1953',
]
